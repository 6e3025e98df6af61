"""The V2 face of the simulator; it shares no code with the client side of this plugin."""

from pgbridge_portone.simulated.service import face as FACE  # noqa: N812 - the name every face has

__all__ = ["FACE"]
