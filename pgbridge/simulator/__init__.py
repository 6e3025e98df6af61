"""A pretend PortOne: one pure world, with the faces that the API plugins give it.

Nothing here does I/O; `pgbridge.simulator.transport` serves it to httpx in process and
`pgbridge.simulator.server` over HTTP.
"""

from pgbridge.simulator.cards import MAGIC, Outcome
from pgbridge.simulator.clock import Clock
from pgbridge.simulator.faces import Face
from pgbridge.simulator.faults import DUPLICATE, LOST_ANSWER, LOST_REQUEST, Fault, Plan
from pgbridge.simulator.http import Answer, Request
from pgbridge.simulator.service import Simulator
from pgbridge.simulator.settings import STORE, V1_KEY, V1_SECRET, V2_SECRET, Channel, Settings
from pgbridge.simulator.state import Attempt
from pgbridge.simulator.world import World

__all__ = [
    "DUPLICATE",
    "LOST_ANSWER",
    "LOST_REQUEST",
    "MAGIC",
    "STORE",
    "V1_KEY",
    "V1_SECRET",
    "V2_SECRET",
    "Answer",
    "Attempt",
    "Channel",
    "Clock",
    "Face",
    "Fault",
    "Outcome",
    "Plan",
    "Request",
    "Settings",
    "Simulator",
    "World",
]
