"""Texts that are parts inside parts, blocks of a configuration and elements of XML: which parts stay, and how that is told."""
