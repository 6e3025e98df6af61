"""The served simulator: `POST instant` against a bare Starlette and msgspec handler on the same server; memory with `keep`."""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

BODY = json.dumps(
    {
        "channelKey": "channel-key-1",
        "orderName": "Monthly plan",
        "amount": {"total": 60_000, "taxFree": 5_000, "vat": 5_000},
        "currency": "KRW",
        "customer": {
            "id": "u1",
            "name": {"full": "홍길동"},
            "phoneNumber": "010-1234-5678",
            "email": "h@shop.example",
        },
        "method": {
            "card": {
                "credential": {
                    "number": "4111111111111111",
                    "expiryYear": "30",
                    "expiryMonth": "12",
                    "birthOrBusinessRegistrationNumber": "900101",
                    "passwordTwoDigits": "12",
                },
                "installmentMonth": 3,
            }
        },
    },
    ensure_ascii=False,
).encode()
MEMORY = int(os.environ.get("PGBRIDGE_BENCH_PAYMENTS", "100000"))
KEEP = 10_000


def bare() -> None:
    """Serve a handler that decodes the body and answers what the simulator would, and does nothing else."""
    import msgspec
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

    from pgbridge.serving import serve
    from pgbridge_portone.simulated.inputs import Instant

    decoder = msgspec.json.Decoder(Instant)

    async def instant(request: Request) -> Response:
        wish = decoder.decode(await request.body())
        assert wish.currency == "KRW" and request.path_params["payment_id"]
        answer = {"payment": {"pgTxId": "sim00000000000000000000", "paidAt": "2026-01-01T00:00:00.000Z"}}
        return Response(msgspec.json.encode(answer), media_type="application/json")

    app = Starlette(routes=[Route("/v2/payments/{payment_id}/instant", instant, methods=["POST"])])
    serve(app, ready=lambda root: print(json.dumps({"v2": f"{root}/v2"}), flush=True))


@contextmanager
def started(*command: str) -> Iterator[tuple[int, int]]:
    """Start a server; gives its process id and port."""
    process = subprocess.Popen([sys.executable, "-m", *command], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["v2"]
        yield process.pid, int(url.rpartition(":")[2].partition("/")[0])
    finally:
        process.terminate()
        process.wait()


def cpu(pid: int) -> float:
    """Return the seconds of CPU a process has used."""
    with open(f"/proc/{pid}/stat") as file:
        fields = file.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """Return the megabytes a process holds."""
    with open(f"/proc/{pid}/status") as file:
        line = next(line for line in file if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


class Caller:
    """One connection that charges one order after another."""

    def __init__(self, port: int) -> None:
        from pgbridge.simulator.settings import V2_SECRET

        self.line = socket.create_connection(("127.0.0.1", port))
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.tail = (
            f" HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: PortOne {V2_SECRET}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(BODY)}\r\n\r\n"
        ).encode() + BODY
        self.count = 0

    def charge(self) -> None:
        self.count += 1
        self.line.sendall(b"POST /v2/payments/order%06d/instant" % self.count + self.tail)
        answer = self.line.recv(65_536)
        while not answer.endswith(b"}"):
            answer += self.line.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 200"), answer[:300]


def rate(caller: Caller, pid: int, number: int) -> tuple[float, float]:
    """Return the server's CPU seconds and the wall seconds for each call."""
    before, start = cpu(pid), time.perf_counter()
    for _ in range(number):
        caller.charge()
    return (cpu(pid) - before) / number, (time.perf_counter() - start) / number


def instant(number: int = 2_000, rounds: int = 7) -> None:
    """Measure in turn."""
    with (
        started("benchmarks.simulator", "bare") as plain,
        started("pgbridge.cli.main", "simulate", "--keep", str(KEEP)) as ours,
    ):
        rivals = {
            "Starlette + msgspec": (Caller(plain[1]), plain[0]),
            "pgbridge simulate": (Caller(ours[1]), ours[0]),
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in rivals}
        for caller, pid in rivals.values():
            rate(caller, pid, number // 4)
        for _ in range(rounds):
            for name, (caller, pid) in rivals.items():
                found[name].append(rate(caller, pid, number))
    median: Callable[[str, int], float] = lambda name, index: statistics.median(
        each[index] for each in found[name]
    )
    print("\nPOST instant, served   (budget: at least 0.5 x the bare handler's calls a second)")
    for index, what in ((0, "server CPU"), (1, "wall")):
        base, own = (median(name, index) for name in rivals)
        print(
            f"  {what:<11} {base * 1e6:6.0f} us bare   {own * 1e6:6.0f} us pgbridge   {base / own:5.2f} x the calls a second"
        )


def flat() -> None:
    """Charge many orders and watch the memory."""
    print(f"\nmemory of `simulate --keep {KEEP}` over {MEMORY:,} payments   (budget: flat)")
    with started("pgbridge.cli.main", "simulate", "--keep", str(KEEP)) as (pid, port):
        caller = Caller(port)
        for step in range(10):
            for _ in range(MEMORY // 10):
                caller.charge()
            print(f"  {(step + 1) * MEMORY // 10:>8,} payments   {memory(pid):6.1f} MB")


def main() -> None:
    """Both."""
    instant()
    flat()


if __name__ == "__main__":
    {"bare": bare}.get(sys.argv[1], main)() if len(sys.argv) > 1 else main()
