"""A server on loopback that answers whatever bytes a test wants, and keeps what it was sent."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


class Raw:
    """One request after the other on each connection; `answer` gets the socket and the request, and does what it likes."""

    def __init__(self, answer: Callable[["Raw", socket.socket, bytes], None]) -> None:
        self.answer, self.asked, self.connections = answer, list[bytes](), 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.over = threading.Event()
        self.tls: ssl.SSLContext | None = None
        self.open: list[socket.socket] = []
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        while not self.over.is_set():
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            self.open.append(connection)
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection: socket.socket) -> None:
        with suppress(OSError, ValueError), connection, self.wrapped(connection) as talking:
            while (request := read_request(talking)) is not None:
                self.asked.append(request)
                self.answer(self, talking, request)

    def wrapped(self, connection: socket.socket) -> socket.socket:
        return connection if self.tls is None else self.tls.wrap_socket(connection, server_side=True)

    def close(self) -> None:
        self.over.set()
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for connection in self.open:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.thread.join(5)

    def count(self, start: bytes) -> int:
        return sum(1 for each in self.asked if each.startswith(start))


def read_request(connection: socket.socket) -> bytes | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            length = int(value)
    while len(body) < length:
        piece = connection.recv(65536)
        if not piece:
            return None
        body += piece
    return head + b"\r\n\r\n" + body


def reply(status: int = 200, body: bytes = b"{}", **headers: object) -> bytes:
    """The bytes of an answer; header names with `_` for `-`."""
    given = {"content-type": "application/json", "content-length": len(body)}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status} X", *(f"{n}: {v}" for n, v in given.items() if v is not None)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@contextmanager
def raw(answer: Callable[[Raw, socket.socket, bytes], None]) -> Iterator[Raw]:
    server = Raw(answer)
    try:
        yield server
    finally:
        server.close()
