"""Run the benchmarks: `python -m benchmarks [name ...]`."""

from __future__ import annotations

import platform
import sys

from benchmarks import calls, checking, facade, ledger, pure, simulator

ALL = {
    "import": pure.imports,
    "encode": pure.encode,
    "decode": pure.decode,
    "rules": pure.rules,
    "check": checking.check,
    "sync": calls.sync_call,
    "v1": calls.v1_call,
    "async": calls.async_call,
    "facade": facade.pay_call,
    "simulator": simulator.instant,
    "memory": simulator.flat,
    "ledger": ledger.cost,
    "lookups": ledger.lookups,
}

if __name__ == "__main__":
    wanted = sys.argv[1:] or list(ALL)
    print(f"Python {platform.python_version()} on {platform.machine()}; medians, rivals measured in turn")
    for name in wanted:
        ALL[name]()
