"""Every error pgbridge raises, cut by what the caller does next.

    PgbridgeError
    ├── ConfigError              the config or an argument to it is wrong; fix it, nothing was sent
    ├── Refused                  nothing was sent
    │   ├── RuleViolation        the input or a rule of the PG forbids it; all problems in one error
    │   ├── UnsupportedOperation this API cannot do it; `alternative` says what can
    │   ├── IntentConflict       the same order (or cancel) id was used for something else
    │   ├── Busy                 another call is working on the same thing right now
    │   ├── RefundImpossible     no refund of these parts can be made; `explain()` says why in plain words
    │   └── LedgerUnusable       the ledger cannot be read or written (a `ConfigError` too); reads go on
    ├── TransportError           a read got no answer: repeat it
    │   └── NotSent              not even the request left
    ├── ApiError                 the vendor answered, and nothing was done
    │   ├── Unauthorized         the key or secret is wrong
    │   ├── NotFound             there is no such thing
    │   ├── Conflict             it is in another state than the request needs
    │   ├── RateLimited          too many requests; `retry_after` seconds
    │   └── BadAnswer            the answer to a read is not what the API promises
    ├── Declined                 the PG or issuer said no; carries the payment
    ├── Pending                  accepted but undecided; carries the payment
    ├── AmountMismatch           a payment is not the one that the order asked for; do not ship
    ├── BadWebhook               a delivery that must not be acted on; `reason` says why
    └── OutcomeUnknown           it may have happened; carries the attempt to settle

No message and no repr holds card data, secrets or buyers' data; vendor texts are kept
as data (`pg_message`) and are not part of the message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from pgbridge.masking import masked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pgbridge.rules import Violation


# What a header tells is shown only if it looks like an id.
REQUEST_ID = re.compile(r"[A-Za-z0-9._:=+/-]{1,128}")


class PgbridgeError(Exception):
    """The base of every error this library raises on purpose."""


class ConfigError(PgbridgeError):
    """The configuration, or an argument that stands for it, is wrong."""


class Refused(PgbridgeError):
    """Nothing was sent, so nothing has changed anywhere."""


class RuleViolation(Refused):
    """The request would be wrong or refused; `violations` lists every problem found."""

    def __init__(self, violations: Sequence[Violation], *, subject: str = "request") -> None:
        self.violations = tuple(without_cards(violation) for violation in violations)
        lines = "".join(f"\n  - {v.message} [{v.rule}]" for v in self.violations)
        count = len(self.violations)
        super().__init__(
            f"{masked(subject)} refused before sending, {count} problem{'s'[: count > 1]}:{lines}"
        )


def without_cards(violation: Violation) -> Violation:
    """Return a violation whose message quotes no card number, whatever was given for the field."""
    quiet = masked(violation.message)
    return violation if quiet == violation.message else replace(violation, message=quiet)


class UnsupportedOperation(Refused):
    """The API or PG of this channel cannot do the operation; `alternative` names what can."""

    def __init__(self, operation: str, where: str, alternative: str = "") -> None:
        self.operation, self.where, self.alternative = operation, where, alternative
        super().__init__(f"{where} has no {operation}" + (f"; {alternative}" if alternative else ""))


class IntentConflict(Refused):
    """The id was already used for something else; `reason` is a snake_case word."""

    def __init__(self, message: str, *, reason: str = "intent_conflict") -> None:
        self.reason = reason
        super().__init__(message)


class Busy(Refused):
    """Another call holds the same intent; repeat after `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class RefundImpossible(Refused):
    """The refund that was asked for cannot be planned.

    :ivar reason: `bad_amount`, `not_paid`, `cancel_pending`, `nothing_left`, `too_much`, `too_much_tax_free`,
        `too_much_taxable`, `wrong_contract`, `parts_unknown` or `parts_inconsistent`
    """

    def __init__(self, message: str, *, reason: str) -> None:
        self.reason = reason
        super().__init__(message)

    def explain(self) -> str:
        """Return why it is impossible and what is possible, in plain words."""
        return str(self)


class LedgerUnusable(ConfigError, Refused):
    """The ledger cannot be opened, read or written, so no write is sent."""


class TransportError(PgbridgeError):
    """A read got no usable answer; repeating it is safe."""


class NoAnswer(TransportError):
    """The request may have arrived, but no answer came."""


class Unread(NoAnswer):
    """An answer came, but it must not be read: too large, or packed in a way that nobody asked for.

    Inside a flow only: you see `BadAnswer` of a read, `OutcomeUnknown` of a write.
    """


class NotSent(TransportError):
    """The request never left, so repeating it is safe even for a write."""


class ApiError(PgbridgeError):
    """The vendor answered, and it is proven that nothing was done.

    :ivar reason: snake_case name of `reference` reasons, such as `already_paid`
    :ivar code: the vendor's own error type, if any
    :ivar pg_code: the PG's code, if any
    :ivar pg_message: the vendor's or PG's text, card numbers masked; it may quote other parts of the request: do not log it
    :ivar http_status: HTTP status of the answer
    :ivar request_id: the vendor's request id, if the answer named one
    """

    def __init__(
        self,
        message: str,
        *,
        reason: str = "api_error",
        code: str | None = None,
        pg_code: str | None = None,
        pg_message: str | None = None,
        http_status: int | None = None,
        request_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        self.reason, self.http_status = reason, http_status
        self.request_id = request_id if request_id and REQUEST_ID.fullmatch(request_id) else None
        self.code = code and masked(code)
        self.pg_code, self.retry_after = pg_code and masked(pg_code), retry_after
        self.pg_message = pg_message and masked(pg_message)
        named = f" [request id {self.request_id}]" if self.request_id else ""
        super().__init__(f"{masked(message)}{named}")


class Unauthorized(ApiError):
    """The key, secret or token was not accepted (HTTP 401 or 403)."""


class NotFound(ApiError):
    """There is no such payment, key, schedule or channel (HTTP 404)."""


class Conflict(ApiError):
    """It is in another state than the request needs (HTTP 409)."""


class RateLimited(ApiError):
    """Too many requests (HTTP 429)."""


class BadAnswer(ApiError):
    """A read was answered with something that is not what the API promises."""


class Declined(PgbridgeError):
    """The PG or the issuer refused the charge; `payment` is the failed payment."""

    def __init__(
        self, message: str, *, payment: Any, pg_code: str | None = None, pg_message: str | None = None
    ) -> None:
        self.payment, self.pg_code = payment, pg_code and masked(pg_code)
        self.pg_message = pg_message and masked(pg_message)
        super().__init__(message)


class Pending(PgbridgeError):
    """Accepted but not decided yet; `payment` shows its present state."""

    def __init__(self, message: str, *, payment: Any) -> None:
        self.payment = payment
        super().__init__(message)


class AmountMismatch(PgbridgeError):
    """A payment differs from its order: another amount, another currency, or it is another order's. Do not ship.

    :ivar field: `order_id`, `total`, `currency`, `tax_free` or `vat`
    :ivar expected: what the order says, amounts in minor units
    :ivar found: what the payment says
    :ivar payment: as it was read; cancel it or call the buyer
    """

    def __init__(self, field: str, *, expected: int | str, found: int | str, payment: Any) -> None:
        self.field, self.expected, self.found, self.payment = field, expected, found, payment
        super().__init__(
            f"{field}: the order says {expected}, the payment says {found}; do not ship, cancel the payment"
        )


class BadWebhook(PgbridgeError):
    """A delivery that must not be acted on: nothing proves who sent it, or it cannot be read.

    :ivar reason: `missing_headers`, `bad_timestamp`, `too_old`, `too_new`, `bad_signature`, `wrong_source`, `mismatch`
        (with the payment as read) or `unreadable`
    """

    def __init__(self, message: str, *, reason: str) -> None:
        self.reason = reason
        super().__init__(message)

    @property
    def http_status(self) -> int:
        """What to answer: 400 for what cannot be read, 401 for what is not proven. Never 2xx."""
        return 400 if self.reason == "unreadable" else 401


class OutcomeUnknown(PgbridgeError):
    """It may have happened. Do not repeat it under another id; settle `attempt` instead.

    Repeating the same call with the same ids is safe: it looks up first.

    :ivar attempt: the ledger's attempt (ids, amounts, times, no personal data)
    :ivar declined: the newest decline of this intent, if one was answered
    """

    def __init__(self, message: str, *, attempt: Any, declined: Declined | None = None) -> None:
        self.attempt, self.declined = attempt, declined
        super().__init__(message)
