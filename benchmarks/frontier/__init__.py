"""What is kept against what is saved, over the whole range of how hard compression is asked to press.

`python -m benchmarks.frontier` measures, draws and fills `docs/frontier.md`; with `--draw` it draws anew from the data that is
there. Drawing needs matplotlib, which nothing else here does.
"""
