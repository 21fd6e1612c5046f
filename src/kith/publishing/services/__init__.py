"""What others may do to the public site: hand something over. The inbox takes it in; nothing else is reached."""

from kith.publishing.services.handing import hand_over

__all__ = ["hand_over"]
