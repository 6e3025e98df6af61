"""httpx transports that reach a simulator in the same process, at `http://simulator/v1` and `/v2`."""

from urllib.parse import parse_qsl

import httpx

from pgbridge.simulator.http import Answer, Request
from pgbridge.simulator.service import Simulator

BASE_URLS = {"v1": "http://simulator/v1", "v2": "http://simulator/v2"}


def request_of(request: httpx.Request, body: bytes) -> Request:
    """Translate a request of httpx."""
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    return Request(
        method=request.method,
        path=path,
        query=parse_qsl(query, keep_blank_values=True),
        headers=dict(request.headers),
        body=body,
    )


def deliver(simulator: Simulator, request: httpx.Request, answer: Answer) -> httpx.Response:
    """Turn an answer into a response, or into the error that the network would raise.

    Nobody waits: a delay only moves the virtual clock, at most by the request's read time-out.
    """
    timeout = request.extensions.get("timeout", {}).get("read")
    if timeout is not None and answer.delay > timeout:
        simulator.elapse(timeout)
        message = f"no answer within {timeout} s"
        raise httpx.ReadTimeout(message, request=request)
    if answer.delay:
        simulator.elapse(answer.delay)
    if answer.dropped:
        message = "the connection was closed without an answer"
        raise httpx.ReadError(message, request=request)
    return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.body, request=request)


class SimulatorTransport(httpx.BaseTransport):
    """For `httpx.Client(transport=...)`."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer from the simulator."""
        return deliver(self._simulator, request, self._simulator.handle(request_of(request, request.read())))


class AsyncSimulatorTransport(httpx.AsyncBaseTransport):
    """For `httpx.AsyncClient(transport=...)`."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer from the simulator."""
        body = await request.aread()
        return deliver(self._simulator, request, self._simulator.handle(request_of(request, body)))
