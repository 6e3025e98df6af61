"""Pages, time windows and sorting of V1's lists."""

from collections.abc import Callable, Sequence

from pgbridge.simulator.http import invalid
from pgbridge.simulator.state import Attempt
from pgbridge.simulator.world import World
from pgbridge_iamport.simulated.fields import Fields

DEFAULT_LIMIT, HIGHEST_LIMIT = 20, 1000
DAY = 24 * 60 * 60
PAYMENT_WINDOW = 90 * DAY
SCHEDULE_WINDOW = 93 * DAY
SORTING: dict[str, Callable[[Attempt], float]] = {
    "started": lambda it: it.requested_at,
    "paid": lambda it: it.paid_at or 0,
    "updated": lambda it: it.changed_at,
}


def paging(given: Fields) -> tuple[int, int]:
    """Read page and limit. Inferred: out of their range they are refused."""
    page = given.integer("page")
    limit = given.integer("limit")
    number, size = 1 if page is None else page, DEFAULT_LIMIT if limit is None else limit
    if number < 1:
        raise invalid("page: 1 부터 시작합니다.")
    if not 1 <= size <= HIGHEST_LIMIT:
        raise invalid(f"limit: 1 이상 {HIGHEST_LIMIT} 이하여야 합니다.")
    return number, size


def window(world: World, given: Fields) -> tuple[int, int]:
    """Read `from` and `to` of a list of payments; both belong to it."""
    end = given.integer("to")
    until = int(world.now()) if end is None else end
    start = given.integer("from")
    since = until - PAYMENT_WINDOW if start is None else start
    if since > until or until - since > PAYMENT_WINDOW:
        raise invalid("from: 조회 기간은 90 일을 넘을 수 없습니다.")
    return since, until


def schedule_window(given: Fields, start: str, end: str) -> tuple[int, int]:
    """Read the time range of a list of schedules; its end does not belong to it. Three months: 93 days."""
    since, until = given.need_integer(start), given.need_integer(end)
    if since > until or until - since > SCHEDULE_WINDOW:
        raise invalid(f"{start}: 조회 기간은 3 개월을 넘을 수 없습니다.")
    return since, until


def ordered(attempts: Sequence[Attempt], sorting: str | None) -> list[Attempt]:
    """Sort attempts; a minus in front turns the order round."""
    name = sorting or "-started"
    field = SORTING.get(name.removeprefix("-"))
    if field is None:
        raise invalid("sorting: started, paid, updated 중 하나여야 합니다.")
    return sorted(attempts, key=lambda it: (field(it), it.serial), reverse=name.startswith("-"))
