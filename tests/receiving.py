"""A shop's HTTP server on loopback, which writes down what it is sent and answers what it is told to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

Message = tuple[str, dict[str, str], bytes]


class Receiver:
    """What arrived: path, headers by lower-case names, body."""

    def __init__(self) -> None:
        self.url = ""
        self.seen: list[Message] = []
        self.answers: list[tuple[int, bytes]] = []
        self.arrived = threading.Condition()

    def wait(self, count: int) -> list[Message]:
        """Return what arrived, once it is so much."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.seen) >= count, 20), self.seen
            return list(self.seen)

    def answer(self, *told: tuple[int, bytes]) -> None:
        """Forget what arrived, and answer the next requests so."""
        with self.arrived:
            self.seen.clear()
            self.answers[:] = told

    def take(self, message: Message) -> tuple[int, bytes]:
        """Note a request; return its answer."""
        with self.arrived:
            told = self.answers.pop(0) if self.answers else (200, b"")
            self.seen.append(message)
            self.arrived.notify_all()
        return told


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Serve a shop."""
    receiver = Receiver()

    class Shop(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, told = receiver.take((self.path, headers, body))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Shop)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
