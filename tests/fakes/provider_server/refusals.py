"""Errors in the provider's own shape."""

from __future__ import annotations

from tests.fakes.provider_server.received import Exchange

__all__ = ["error_body"]

_ANTHROPIC = {
    400: ("invalid_request_error", "Bad request"),
    401: ("authentication_error", "invalid x-api-key"),
    403: ("permission_error", "Not allowed"),
    404: ("not_found_error", "Not found"),
    413: ("request_too_large", "Request exceeds the maximum size"),
    429: ("rate_limit_error", "This request would exceed your organization's rate limit"),
    500: ("api_error", "Internal server error"),
    529: ("overloaded_error", "Overloaded"),
}

_OPENAI = {
    400: ("invalid_request_error", None, "Bad request"),
    401: ("invalid_request_error", "invalid_api_key", "Incorrect API key provided"),
    403: ("invalid_request_error", "unsupported_country_region_territory", "Not allowed"),
    404: ("invalid_request_error", "model_not_found", "The model does not exist"),
    429: ("requests", "rate_limit_exceeded", "Rate limit reached"),
    500: ("server_error", None, "The server had an error while processing your request"),
    503: ("server_error", None, "The engine is currently overloaded"),
}


def error_body(exchange: Exchange, status: int) -> object:
    """What the provider says with this status."""
    reply = exchange.reply
    if reply.body is not None:
        return reply.body
    if exchange.received.format == "anthropic":
        kind, message = _ANTHROPIC.get(status, ("api_error", "Error"))
        error = {"type": kind, "message": reply.message or message}
        return {"type": "error", "error": error, "request_id": exchange.id("req_")}
    kind, code, message = _OPENAI.get(status, ("server_error", None, "Error"))
    return {"error": {"message": reply.message or message, "type": kind, "param": None, "code": code}}
