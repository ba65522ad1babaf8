"""Pages and XML, shortened by their structure."""

from headroom.compressors.markup.compressor import Markup

__all__ = ["Markup"]
