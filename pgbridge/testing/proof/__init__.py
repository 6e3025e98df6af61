"""The proof: schedules by the hundred thousand, each made from one number, none of which may charge anybody twice.

`python -m pgbridge.testing.proof --help`; `docs/explanation/proof.md` says what is proven, and under which assumptions.

>>> from pgbridge.testing.proof import generated, play
>>> outcome = play(generated(7))
>>> outcome.violations
[]
"""

from pgbridge.testing.proof.generate import generated
from pgbridge.testing.proof.play import Outcome, play
from pgbridge.testing.proof.schedule import Planned, Schedule
from pgbridge.testing.proof.shrink import shrunk

__all__ = ["Outcome", "Planned", "Schedule", "generated", "play", "shrunk"]
