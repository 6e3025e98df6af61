"""Imported once by the server that processes are forked from, so that a killed one is back in a moment."""

from benchmarks import shop
from pgbridge import Bridge

with Bridge.simulated() as _bridge:
    for _channel in ("nice", "nice-v1"):
        for _op in shop.steps(1):
            shop.told(_bridge, _op, _channel, 5.0)
