"""Provider JSON from and to conversations, as Python values and as bytes, and the provider's own rules.

What a provider calls things is known here and nowhere else.
"""

from headroom.wire.body import Request, decode_body, encode_body
from headroom.wire.codec import WireError, decode, encode, encode_system

__all__ = ["Request", "WireError", "decode", "decode_body", "encode", "encode_body", "encode_system"]
