"""Carries webhooks over HTTP, beside the requests and never in their way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import httpx

from pgbridge.simulator.faces import Face
from pgbridge.simulator.state import Attempt, Failure
from pgbridge.simulator.webhooks import Note, Try, Webhook

if TYPE_CHECKING:
    from pgbridge.simulator.service import Simulator

# PortOne waits so long for a connection and for an answer.
CONNECT, READ = 10.0, 30.0
AT_ONCE = 20
# On a running clock it looks again at least so often: a call may have put something down that is due before the rest.
LONGEST_NAP = 1.0
Count = Callable[..., None]
# The shop is not there, or its address is none.
UNREACHED = (httpx.HTTPError, httpx.InvalidURL, UnicodeError)


async def ask(simulator: Simulator, attempt_id: str, url: str | None = None) -> Failure | None:
    """Ask the shop whether a payment from a window may be approved (confirm process); None where it may, or is not asked.

    :param url: the payment's own; the console's by default
    """
    attempt = simulator.world.attempts[attempt_id]
    settings = simulator.world.settings
    notices = settings.v1_notices if attempt.bill.version == "V1" else settings.v2_notices
    target = url or notices.confirm_url
    face = simulator.faces[attempt.bill.version.lower()]
    if target is None or face.confirm is None:
        return None
    question = question_of(simulator, attempt, face.confirm(simulator.world, attempt), target)
    status, body = None, b""
    try:
        async with httpx.AsyncClient(timeout=face.confirm_seconds, trust_env=False) as client:
            answer = await client.post(target, content=question.body, headers=headers_of(simulator, question))
            status, body = answer.status_code, answer.content
    except UNREACHED:
        pass
    return verdict(face, status, body)


def ask_at_till(simulator: Simulator, attempt: Attempt, url: str) -> Failure | None:
    """Ask the shop whether a till may take a barcode; None where it may. Blocks until the shop has answered."""
    face = simulator.faces[attempt.bill.version.lower()]
    if face.confirm is None:
        return None
    question = question_of(simulator, attempt, face.confirm(simulator.world, attempt), url)
    status, body = None, b""
    try:
        with httpx.Client(timeout=face.confirm_seconds, trust_env=False) as client:
            answer = client.post(url, content=question.body, headers=headers_of(simulator, question))
            status, body = answer.status_code, answer.content
    except UNREACHED:
        pass
    return verdict(face, status, body)


def question_of(simulator: Simulator, attempt: Attempt, note: Note, url: str) -> Webhook:
    """Return what the shop is asked."""
    return Webhook(
        serial=0,
        id=simulator.world.ids.message_id(),
        api=attempt.bill.version.lower(),
        kind=note.kind,
        event=0,
        store_id=attempt.bill.store_id,
        order_id=attempt.bill.order_id,
        url=url,
        content_type=note.content_type,
        body=note.body,
        created_at=simulator.now(),
    )


def headers_of(simulator: Simulator, webhook: Webhook) -> Mapping[str, str]:
    """Return the headers of what is sent now."""
    return simulator.headers(webhook, time.time())


def verdict(face: Face, status: int | None, body: bytes) -> Failure | None:
    """Return why the shop refuses; None where it does not."""
    reason = face.refusal(status, body)
    return None if reason is None else Failure(code="CONFIRM_REFUSED", reason=reason)


class Courier:
    """Sends what is due, as long as `run` runs; wakes when something new is due, or the clock was moved.

    The signature's time is the real one, because receivers compare it with their own clock.

    :param count: counts a try by its result
    :param transport: carries them elsewhere than over the network
    """

    def __init__(
        self,
        simulator: Simulator,
        count: Count = lambda *_: None,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.simulator, self.count, self.transport = simulator, count, transport
        self._woken = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._under_way: set[asyncio.Task[None]] = set()
        simulator.keep_webhooks(self.wake)

    def wake(self) -> None:
        """Look again what is due; from any thread."""
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._woken.set)

    async def run(self) -> None:
        """Send until cancelled, then let what is under way finish."""
        timeout = httpx.Timeout(READ, connect=CONNECT)
        async with httpx.AsyncClient(
            timeout=timeout, follow_redirects=False, trust_env=False, transport=self.transport
        ) as client:
            try:
                while True:
                    self._woken.clear()
                    self.simulator.catch_up()
                    self._send_due(client)
                    await self._nap()
            finally:
                if self._under_way:
                    await asyncio.wait(self._under_way, timeout=2)
                for task in self._under_way:
                    task.cancel()

    def _send_due(self, client: httpx.AsyncClient) -> None:
        outbox = self.simulator.outbox
        while len(self._under_way) < AT_ONCE and (webhook := outbox.take(self.simulator.now())) is not None:
            task = asyncio.create_task(self._send(client, webhook))
            self._under_way.add(task)
            task.add_done_callback(self._sent)

    def _sent(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        self._woken.set()

    async def _send(self, client: httpx.AsyncClient, webhook: Webhook) -> None:
        simulator = self.simulator
        assert webhook.url is not None
        headers = headers_of(simulator, webhook)
        try:
            answer = await client.post(webhook.url, content=webhook.body, headers=headers)
            tried = Try(at=simulator.now(), status=answer.status_code)
        except UNREACHED as error:
            tried = Try(at=simulator.now(), error=type(error).__name__)
        self.count(webhook.api, "delivered" if tried.delivered else "failed")
        simulator.outbox.tried(webhook.serial, tried)

    async def _nap(self) -> None:
        """Sleep until something is due by a running clock, or somebody wakes us."""
        simulator = self.simulator
        moments = [each for each in (simulator.next_due(), simulator.outbox.first()) if each is not None]
        until: float | None = None
        if simulator.world.clock.running and len(self._under_way) < AT_ONCE:
            until = min((LONGEST_NAP, *(max(0.0, each - simulator.now()) + 0.001 for each in moments)))
        try:
            async with asyncio.timeout(until):
                await self._woken.wait()
        except TimeoutError:
            return
