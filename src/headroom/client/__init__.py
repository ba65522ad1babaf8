"""The clients: the SDK's own, with every request compressed on its way.

`exchange` is the core of both; `sync` and `aio` are its two faces.
"""
