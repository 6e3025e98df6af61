"""Many more requests than the tests send: `python -m tests.contracts.run [EXAMPLES]`, with `tox -e contracts`."""

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from tests.contracts import targets

FACES: dict[str, Callable[[], Any]] = {
    "simulator V2": targets.v2,
    "simulator V1, JSON": targets.v1,
    "simulator V1, forms": partial(targets.v1, forms=True),
    "facade, JSON": targets.facade,
    "facade, forms": partial(targets.facade, forms=True),
}


def main(examples: int, only: str = "") -> int:
    """Try every operation of every face; print what was wrong, and count."""
    wrong = 0
    for name, face in FACES.items():
        if only not in name:
            continue
        started = time.process_time()
        with face() as target:
            operations = 0
            for operation in target.operations():
                operations += 1
                for problem in target.try_out(operation, examples):
                    wrong += 1
                    print(f"{name}: {problem}\n", flush=True)
            accepted = sum(1 for each in target.seen if each.startswith("accepted "))
            print(
                f"{name}: {operations} operations, {target.seen['sent']} requests, {target.seen['accepted']} accepted"
                f" of {accepted} operations, {time.process_time() - started:.0f} CPU-seconds",
                flush=True,
            )
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50, *sys.argv[2:3]))
