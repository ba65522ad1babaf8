"""What the asynchronous core stands on: the ports it awaits, and the way to drive it without an event loop."""
