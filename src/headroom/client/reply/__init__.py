"""From what the provider answers to what the caller gets."""
