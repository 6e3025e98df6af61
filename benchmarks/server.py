"""A loopback HTTP server in a process of its own that gives the same answers to everybody, as fast as it can."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.sample import PAID_BYTES, V1_BYTES, V1_TOKEN

DELAY = 0.0


def answer(path: bytes) -> bytes:
    body = PAID_BYTES
    if path.startswith((b"/v1", b"/users", b"/payments/imp")):
        body = V1_TOKEN if b"getToken" in path else V1_BYTES
    return (
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n" % len(body) + body
    )


class Protocol(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.buffer = transport, b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, rest = self.buffer.partition(b"\r\n\r\n")
            length = 0
            for line in head.split(b"\r\n")[1:]:
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            if len(rest) < length:
                return
            self.buffer = rest[length:]
            reply = answer(head.split(b" ", 2)[1])
            if DELAY:
                asyncio.get_running_loop().call_later(DELAY, self.transport.write, reply)
            else:
                self.transport.write(reply)


async def main(delay: float) -> None:
    global DELAY
    DELAY = delay
    server = await asyncio.get_running_loop().create_server(Protocol, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def running(delay: float = 0.0) -> Iterator[str]:
    """Run the server; gives its base URL."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.server", str(delay)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1])))
