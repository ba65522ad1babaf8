"""The clients: the SDK's own, with every request compressed on its way.

`exchange` is the core of both: `request` makes what is sent, `reply` what the caller gets, `accounts` what is known afterwards.
`sync` and `aio` are its two faces, `blocking` and `awaited` how each reaches the SDK.
"""
