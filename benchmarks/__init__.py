"""Benchmarks of Headroom: a corpus scorer, the published workloads, and how cost grows.

Everything is run as a module from the checkout root (`python -m benchmarks.run`). Nothing here is part of the installed
package, and nothing in the package may import it. What a model reads is taken from the wire dicts by code of its own (`texts`),
so that a fault of the codec under test cannot hide itself.
"""
