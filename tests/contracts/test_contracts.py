"""What Schemathesis makes of the vendors' schemas, sent to the simulator's two faces and to the facade.

No server errors but a PG's documented ones, answers that conform, wrong input refused, nobody let in without credentials.
Few requests of each operation here; `tox -e contracts` sends many.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import httpx
import pytest

from tests.contracts import schemas, targets
from tests.contracts.driving import Target

EXAMPLES = 2
FACES: dict[str, Callable[[], AbstractContextManager[Target]]] = {
    "simulator-v2": targets.v2,
    "simulator-v1": targets.v1,
    "facade": targets.facade,
    "facade-forms": partial(targets.facade, forms=True),
}
# The least that must have got through, or nothing was tried: operations that accepted something.
ACCEPTED = {"simulator-v2": 12, "simulator-v1": 8, "facade": 5, "facade-forms": 3}
WRONG = {
    "v2": ("", "PortOne", "PortOne wrong", "Bearer wrong", "Basic d3Jvbmc=", "PortOne \u00e9"),
    "v1": ("", "Bearer", "Bearer wrong", "wrong", "Basic d3Jvbmc="),
}
# Of these V2's file says that they need no credentials.
OPEN = {"GET /checkout-profiles/evaluate", "POST /login/api-secret", "POST /token/refresh"}
OPEN |= {"GET /banks", "GET /payment-sessions/{sessionId}", "POST /users/getToken"}


@pytest.mark.parametrize("face", FACES)
def test_answers_keep_to_the_schema(face: str) -> None:
    with FACES[face]() as target:
        problems = [each for one in target.operations() for each in target.try_out(one, EXAMPLES)]
        accepted = {each for each in target.seen if each.startswith("accepted ")}
    assert not problems, "\n\n".join(problems)
    assert len(accepted) >= ACCEPTED[face], accepted


@pytest.mark.parametrize("face", FACES)
def test_nobody_is_let_in_without_credentials(face: str) -> None:
    with FACES[face]() as target, httpx.Client(base_url=target.url, timeout=60) as http:
        holes = [hole for each in target.operations() for hole in tried(http, target, each)]
    assert not holes, "\n".join(holes)


def tried(http: httpx.Client, target: Target, operation: Any) -> list[str]:
    """Ask for something that is there, with no and with wrong credentials; return where that was answered."""
    method, path = operation.method.upper(), operation.path
    if f"{method} {path}" in OPEN:
        return []
    path = path.format_map(Known(target.known))
    holes = []
    for wrong in WRONG[target.api]:
        headers = {"Authorization": wrong.encode()} if wrong else {}
        content = None if method == "GET" else json.dumps({"merchant_uid": "known", "imp_uid": "known"})
        answer = http.request(method, path, headers=headers, content=content)
        told = answer.json()
        leaks = set(told) - {"type", "message", "code", "response"} or told.get("response")
        if answer.status_code != 401 or leaks or "known" in answer.text:
            holes.append(f"{method} {path} with {wrong!r}: {answer.status_code} {answer.text[:200]}")
    return holes


class Known(dict[str, Any]):
    """Names for the parameters of a path: what is there, or any."""

    def __missing__(self, name: str) -> str:
        return "known"


def test_the_checks_can_fail() -> None:
    """A face that answers something else than its schema says is found out."""
    document = schemas.v2()
    document["components"]["schemas"]["GetPaymentTransactionsResponse"] = {
        "type": "object",
        "required": ["never"],
        "properties": {"never": {"type": "string"}},
    }
    with targets.v2() as target:
        changed = Target(
            "v2", document, target.url, target.renew, provider_failures=frozenset(), known=target.known
        )
        (operation,) = [
            each for each in changed.operations() if each.label == "GET /payments/{paymentId}/transactions"
        ]
        assert any("never" in each for each in changed.try_out(operation, 4))
        changed.close()
