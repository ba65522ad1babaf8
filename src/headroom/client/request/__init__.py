"""From a request to what is sent for it."""
