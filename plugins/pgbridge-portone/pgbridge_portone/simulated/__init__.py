"""The V2 face of the simulator; it shares no code with the client side of this plugin."""

from pgbridge_portone.simulated.service import FACE

__all__ = ["FACE"]
