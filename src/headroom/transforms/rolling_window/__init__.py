"""RollingWindow: what is left out of a conversation that does not fit into the context window."""

from headroom.transforms.rolling_window.transform import RollingWindow

__all__ = ["RollingWindow"]
