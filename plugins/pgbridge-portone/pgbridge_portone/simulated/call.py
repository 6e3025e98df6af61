"""What a handler gets, and the ways V2 carries input."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import msgspec
from msgspec import Struct

from pgbridge.simulator.http import Answer, Refusal, Request, invalid
from pgbridge.simulator.world import World

T = TypeVar("T")


class Call(Struct, frozen=True, kw_only=True):
    """A request and the parameters of its path."""

    request: Request
    params: dict[str, str]

    def body(self, kind: type[T]) -> T:
        """Decode the body as JSON, whatever its content type says."""
        return decoded(self.request.body, kind)

    def listing(self, kind: type[T]) -> T:
        """Decode the input of a list: the query parameter `requestBody`, else the body, else nothing."""
        return decoded(
            (self.request.parameter("requestBody") or "").encode() or self.request.body or b"{}", kind
        )

    def flag(self, name: str) -> bool | None:
        """Return a query parameter that is true or false, or None where it is not there."""
        value = self.request.parameter(name)
        if value not in (None, "true", "false"):
            raise invalid(f"{name}: true 또는 false 여야 합니다.")
        return None if value is None else value == "true"


Handler = Callable[[World, Call], Answer]


def decoded(data: bytes, kind: type[T]) -> T:
    """Decode JSON, or refuse naming the field."""
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.MsgspecError as error:
        raise invalid(f"요청 본문이 올바르지 않습니다: {error}") from None
    except UnicodeDecodeError:
        raise invalid("요청 본문이 UTF-8 이 아닙니다.") from None


def store(world: World, store_id: str | None) -> str:
    """Return the store that a request speaks of; the secret's own by default."""
    if store_id is None:
        return world.settings.store_id
    allowed = world.settings.stores
    if not store_id or (allowed is not None and store_id not in (world.settings.store_id, *allowed)):
        raise Refusal("FORBIDDEN", "접근 권한이 없는 상점입니다.")
    return store_id


def epoch(moment: datetime) -> float:
    """Return UNIX seconds."""
    return moment.timestamp()
