"""The V1 face of the simulator; it shares no code with the client side of this plugin."""

from pgbridge_iamport.simulated.service import FACE

__all__ = ["FACE"]
