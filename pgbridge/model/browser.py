"""What a payment window in the buyer's browser is told, and what it tells."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

# What would end a <script> element, or a line of old JavaScript, inside JSON.
UNSAFE = str.maketrans({c: f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"})


class Sdk(Struct, frozen=True, kw_only=True):
    """One API's JavaScript SDK, as a channel uses it.

    :ivar script: address to load it from
    :ivar init: function and arguments to call once before anything else; empty where there is none
    :ivar missing: what to set so that `init` is known
    """

    script: str
    init: tuple[str, ...] = ()
    missing: str = ""


class BrowserCall(Struct, frozen=True, kw_only=True):
    """A call to make in the buyer's browser; nothing was sent.

    :ivar function: `PortOne.requestPayment`, `IMP.request_pay` ...
    :ivar params: its parameters, as plain JSON data
    :ivar before: arguments in front of `params` (`IMP.loadUI` takes the kind of button first)
    :ivar sdk: which script to load and how to initialise it
    :ivar channel: the channel that was chosen
    :ivar warnings: what the PG would ignore or may refuse, and what this API only comes near to
    """

    function: str
    params: dict[str, Any]
    sdk: Sdk
    channel: str
    before: tuple[Any, ...] = ()
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"BrowserCall({self.function}, channel={self.channel!r})"

    @property
    def arguments(self) -> tuple[Any, ...]:
        """All arguments but the callback, in order."""
        return (*self.before, self.params)

    @property
    def script_json(self) -> str:
        """`arguments` as a JSON list that may stand inside a `<script>` element."""
        return msgspec.json.encode(self.arguments).decode().translate(UNSAFE)


class BrowserResult(Struct, frozen=True, kw_only=True):
    """What the window said when it closed. The buyer's browser says so: read the payment on the server.

    :ivar kind: `payment`, `billing_key`, `billing_key_and_pay` or `identity`
    :ivar order_id: `merchant_uid`, `paymentId`, `identityVerificationId`
    :ivar attempt_id: `imp_uid`, `txId`, `identityVerificationTxId`
    :ivar billing_key: V1's `customer_uid`, V2's `billingKey`; None while it waits for confirmation
    :ivar issue_token: V2: confirms the key on the server; `needs_confirmation` says so
    :ivar payment_token: V2: confirms the payment on the server
    :ivar code: the vendor's error code; a failure always has one
    :ivar message: the vendor's text, which may quote the request
    """

    kind: str
    success: bool
    order_id: str | None = None
    attempt_id: str | None = None
    billing_key: str | None = None
    issue_token: str | None = None
    payment_token: str | None = None
    needs_confirmation: bool = False
    code: str | None = None
    message: str | None = None
    pg_code: str | None = None
    pg_message: str | None = None

    def __repr__(self) -> str:
        return (
            f"BrowserResult(kind={self.kind!r}, success={self.success}, order_id={self.order_id!r}, "
            f"attempt_id={self.attempt_id!r}, code={self.code!r})"
        )


class OfferPeriod(Struct, frozen=True, kw_only=True):
    """When the service that is paid for is given: from, until, or every so often.

    :ivar since: aware datetime; V1 keeps the day in Korea
    :ivar until: aware datetime
    :ivar interval: `30d`, `1m`, `1y`
    """

    since: datetime | None = None
    until: datetime | None = None
    interval: str | None = None


class FreeInstallments(Struct, frozen=True, kw_only=True):
    """Months that the shop makes free of interest for one card company."""

    card_company: str
    months: tuple[int, ...]


class CardPromotion(Struct, frozen=True, kw_only=True):
    """A card company's promotion at the PG; the discount in minor units."""

    id: str
    discount: int


class StoreDetails(Struct, frozen=True, kw_only=True):
    """The shop as the window or the convenience store's slip shows it; `opens` and `closes` are `HH:mm`."""

    name: str | None = None
    name_short: str | None = None
    name_english: str | None = None
    name_kana: str | None = None
    business_name: str | None = None
    business_number: str | None = None
    owner: str | None = None
    contact: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    postcode: str | None = None
    opens: str | None = None
    closes: str | None = None

    def __repr__(self) -> str:
        return f"StoreDetails(name={self.name!r})"
