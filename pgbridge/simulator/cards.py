"""Cards of the simulator: which number leads to which outcome, and what a card shows.

Every number of 14 to 16 digits is approved, except those of `MAGIC`. A billing key made from one of them
is issued (unless `issuable` is false) and keeps the outcome for its charges. A card whose last month has passed is
declined, and no key is issued from it: as expired, or as a wrong number where its check digit is wrong.

| Number | Outcome |
|---|---|
| 4000-0000-0000-0101 | declined by the issuer, `DECLINED` |
| 4000-0000-0000-0102 | limit exceeded, `LIMIT_EXCEEDED` |
| 4000-0000-0000-0103 | lost or stolen, `LOST_CARD` |
| 4000-0000-0000-0104 | expired, `EXPIRED_CARD` |
| 4000-0000-0000-0105 | not enough money, `INSUFFICIENT_FUNDS` |
| 4000-0000-0000-0106 | wrong card number, `INVALID_CARD` |
| 4000-0000-0000-0201 | an error answer, `TIMEOUT`, although it was paid |
| 4000-0000-0000-0202 | an error answer, `TIMEOUT`, and nothing happened |
| 4000-0000-0000-0203 | paid, then the connection breaks |
| 4000-0000-0000-0204 | the connection breaks and nothing happened |
| 4000-0000-0000-0205 | paid, answered after 5 seconds |
| 4000-0000-0000-0301 | no billing key is issued, `ISSUE_DECLINED`; a charge is declined |
| 4000-0000-0000-0401 | pending, and paid 10 minutes later |
| 4000-0000-0000-0402 | pending, and declined 10 minutes later |
| 4000-0000-0000-0403 | declined, and paid all the same 10 minutes later |
| 4000-0000-0000-0501 | paid; a cancellation is only asked for, and done 10 minutes later |
| 4000-0000-0000-0502 | paid; a cancellation is only asked for, and refused 10 minutes later |
"""

from datetime import datetime, timedelta, timezone
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from pgbridge.simulator.codes import CARD_COMPANIES, CardCompany


class Outcome(Struct, frozen=True, kw_only=True):
    """What a charge of a card comes to.

    `recorded`: an attempt exists afterwards. `answer`: `kept`, or replaced by an `error`, or `lost`. `pending`: the PG
    takes it and decides later (`PAY_PENDING`). `later`: what the PG decides after `LATE_SECONDS`; it may approve what it
    had declined. `cancels`: whether a cancellation is done `at once`, or only asked for and then `cancelled` or `kept`
    after `LATE_SECONDS`.
    """

    approved: bool = True
    code: str = ""
    reason: str = ""
    recorded: bool = True
    answer: Literal["kept", "error", "lost"] = "kept"
    delay: float = 0.0
    issuable: bool = True
    pending: bool = False
    later: Literal["", "approve", "decline"] = ""
    cancels: Literal["at once", "cancelled", "kept"] = "at once"


APPROVED = Outcome()
SLOW_SECONDS = 5.0
LATE_SECONDS = 600.0
_DECLINED = "카드사에서 승인을 거절했습니다."
_TIMEOUT = "PG사 응답 시간이 초과되었습니다."

MAGIC: dict[str, Outcome] = {
    "4000000000000101": Outcome(approved=False, code="DECLINED", reason=_DECLINED),
    "4000000000000102": Outcome(approved=False, code="LIMIT_EXCEEDED", reason="카드 한도를 초과했습니다."),
    "4000000000000103": Outcome(approved=False, code="LOST_CARD", reason="분실 또는 도난 신고된 카드입니다."),
    "4000000000000104": Outcome(approved=False, code="EXPIRED_CARD", reason="유효기간이 지난 카드입니다."),
    "4000000000000105": Outcome(approved=False, code="INSUFFICIENT_FUNDS", reason="잔액이 부족합니다."),
    "4000000000000106": Outcome(
        approved=False, code="INVALID_CARD", reason="유효하지않은 카드번호를 입력하셨습니다."
    ),
    "4000000000000201": Outcome(code="TIMEOUT", reason=_TIMEOUT, answer="error"),
    "4000000000000202": Outcome(
        approved=False, code="TIMEOUT", reason=_TIMEOUT, recorded=False, answer="error"
    ),
    "4000000000000203": Outcome(answer="lost"),
    "4000000000000204": Outcome(
        approved=False, code="TIMEOUT", reason=_TIMEOUT, recorded=False, answer="lost"
    ),
    "4000000000000205": Outcome(delay=SLOW_SECONDS),
    "4000000000000301": Outcome(
        approved=False, code="ISSUE_DECLINED", reason="빌링키를 발급할 수 없는 카드입니다.", issuable=False
    ),
    "4000000000000401": Outcome(pending=True, later="approve"),
    "4000000000000402": Outcome(pending=True, later="decline", code="DECLINED", reason=_DECLINED),
    "4000000000000403": Outcome(approved=False, code="DECLINED", reason=_DECLINED, later="approve"),
    "4000000000000501": Outcome(cancels="cancelled"),
    "4000000000000502": Outcome(cancels="kept"),
}
EXPIRED = replace(MAGIC["4000000000000104"], issuable=False)
WRONG = replace(MAGIC["4000000000000106"], issuable=False)
KOREA = timezone(timedelta(hours=9))
_BRANDS = {"34": "AMEX", "37": "AMEX", "35": "JCB", "36": "DINERS", "38": "DINERS", "62": "UNIONPAY"}
_BRAND_DIGITS = {"4": "VISA", "5": "MASTER", "2": "MASTER"}
_BUSINESS_NUMBER_LENGTH = 10


class Card(Struct, frozen=True, kw_only=True):
    """What the service keeps of a card: never its number."""

    bin: str
    masked: str
    brand: str
    corporate: bool
    outcome: Outcome

    @property
    def company(self) -> CardCompany:
        """The issuer. Invented: a company is dealt to each BIN."""
        return CARD_COMPANIES[int(self.bin) % len(CARD_COMPANIES)]


def card_of(digits: str, holder: str | None, *, expired: bool = False) -> Card:
    """Read a card number; `holder` is a birth date or a business number (10 digits).

    :param expired: the PG declines it, and issues no billing key from it
    """
    brand = _BRANDS.get(digits[:2]) or _BRAND_DIGITS.get(digits[0], "LOCAL")
    return Card(
        bin=digits[:6],
        masked=digits[:6] + "*" * (len(digits) - 10) + digits[-4:],
        brand=brand,
        corporate=holder is not None and len(holder) == _BUSINESS_NUMBER_LENGTH,
        outcome=refused(digits) if expired else MAGIC.get(digits, APPROVED),
    )


def refused(digits: str) -> Outcome:
    """Return what a PG says of an expired card. It looks at the number first."""
    return EXPIRED if digits in MAGIC or adds_up(digits) else WRONG


def adds_up(digits: str) -> bool:
    """Tell whether a card number's last digit fits the others (Luhn, ISO/IEC 7812-1)."""
    doubled = (divmod(2 * int(each), 10) for each in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(tens + ones for tens, ones in doubled)) % 10 == 0


def over(year: int, month: int, now: float) -> bool:
    """Tell whether the last month of a card has passed, in Korea.

    :param now: UNIX seconds
    """
    today = datetime.fromtimestamp(now, KOREA)
    return (year, month) < (today.year, today.month)
