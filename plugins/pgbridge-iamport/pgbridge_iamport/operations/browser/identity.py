"""`browser.identity`: `IMP.certification`."""

from __future__ import annotations

from typing import Any

from pgbridge.model.browser import BrowserResult
from pgbridge.model.channel import Channel
from pgbridge.model.customer import Customer
from pgbridge.operations.browser.identity import BrowserIdentity
from pgbridge.wire import Accepted, WireRequest, WireResponse
from pgbridge_iamport.browsing import results, words, written
from pgbridge_iamport.browsing.accepted import Reader
from pgbridge_iamport.browsing.fields import CUSTOMER, WINDOW
from pgbridge_iamport.refusal import (
    MOST_CHANNEL_KEY,
    MOST_ORDER_ID,
    MOST_PG,
    Problems,
    check_lengths,
    coded,
    problem,
    refuse,
)
from pgbridge_iamport.shapes.browser import CertifyParams
from pgbridge_iamport.terms import buyer_name

OPERATION = BrowserIdentity
ENDPOINTS = ("IMP.certification",)
FIELDS = {
    **dict.fromkeys(CUSTOMER),
    **WINDOW,
    "customer.name": "name",
    "customer.phone": "phone",
    "custom_data": None,
    "identity_id": "merchant_uid",
    "minimum_age": "min_age",
    "carrier": "carrier",
    "company": "company",
}
LIMITS = (
    ("merchant_uid", MOST_ORDER_ID, "identity_id"),
    ("channelKey", MOST_CHANNEL_KEY, "channel.key"),
    ("pg", MOST_PG, "channel.pg"),
)


def encode(op: BrowserIdentity, channel: Channel) -> WireRequest:
    """Write the call's parameters.

    :raises RuleViolation: V1's window cannot take them
    """
    problems: Problems = []
    target = written.goes_to(channel, None, problems)
    body = CertifyParams(
        channelKey=target["channelKey"],
        pg=target["pg"],
        merchant_uid=op.identity_id,
        m_redirect_url=op.redirect_url,
        popup=popup(op, problems),
        name=buyer_name(op.customer, channel),
        phone=op.customer.phone,
        carrier=coded(words.IDENTITY_CARRIER_OUT, op.carrier, "carrier", "carrier", problems),
        min_age=op.minimum_age,
        company=op.company,
        bypass=op.bypass,
    )
    check_lengths(body, LIMITS, problems)
    params = written.with_extra(body, op.extra, problems)
    refuse(problems, op.name)
    return WireRequest(method="", path="IMP.certification", name="browser_identity", body=params)


def popup(op: BrowserIdentity, problems: Problems) -> bool | None:
    """Return `popup`. It is about mobile; on PC the window is always a popup."""
    if op.window_pc not in (None, "popup"):
        message = "window_pc: V1 always opens a popup on PC: say popup, or nothing"
        problems.append(problem("popup", "enum", message, neutral="window_pc", value=("popup",)))
    if op.window_mobile not in (None, "popup", "redirection"):
        message = "window_mobile: V1 knows popup and redirection"
        problems.append(
            problem("popup", "enum", message, neutral="window_mobile", value=("popup", "redirection"))
        )
    return None if op.window_mobile is None else op.window_mobile == "popup"


def accept(*requests: WireRequest) -> Accepted:
    """Read the parameters of a foreign call."""
    (request,) = requests
    reader = Reader(request)
    form = reader.form
    opened, carrier = form.flag("popup"), form.text("carrier")
    op = BrowserIdentity(
        identity_id=form.need("merchant_uid"),
        customer=Customer(name=form.text("name"), phone=form.text("phone")),
        redirect_url=form.text("m_redirect_url"),
        window_mobile=None if opened is None else "popup" if opened else "redirection",
        minimum_age=form.integer("min_age"),
        carrier=words.IDENTITY_CARRIER.get(carrier, carrier) if carrier else None,
        company=form.text("company"),
        bypass=form.mapping("bypass"),
        extra=reader.extra(),
    )
    return reader.accepted(op)


def decode(op: BrowserIdentity | None, response: WireResponse) -> BrowserResult:  # noqa: ARG001 - it says it all
    """Read what the window said."""
    return results.read(response, "identity")


def answer(op: BrowserIdentity | None, result: Any) -> WireResponse:  # noqa: ARG001 - a result says it all
    """Write what the window said as V1 has it."""
    return results.write(result)
