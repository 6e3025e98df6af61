"""What Smartro, KSNET and Welcome ask alike of V1's REST calls: buyers, deliveries, receipts, refunds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pgbridge.rules import each, given, ignored, one_of, required

if TYPE_CHECKING:
    from collections.abc import Callable

    from pgbridge.rules import Rule

MONTHS: Final = tuple(range(2, 37))  # instalments; 0 and 1 are the lump sum
RECEIPTS: Final = ("cash_receipt", "external_cash_receipt")
DELIVERIES: Final = ("escrow_logistics", "escrow_logistics_update")
REFUND: Final = {
    "holder": ("refund_holder", "refund_account"),
    "bank": ("refund_bank", "refund_account"),
    "account": ("refund_account", "refund_bank"),
    "tel": ("refund_tel", "refund_account"),
}


def per_call(
    kind: Callable[..., Rule], name: str, field: str, operations: tuple[str, ...], **arguments: object
) -> tuple[Rule, ...]:
    """Make one rule per operation, each under its own id; a schedule has the field in every row."""
    return tuple(
        kind(
            f"{operation}.{name}",
            f"schedules[].{field}" if operation == "schedule" else field,
            **arguments,
        )
        for operation in operations
    )


def delivery(*, source: str) -> tuple[Rule, ...]:
    """Demand sender, receiver and parcel of an escrow delivery, with addresses in two lines."""
    rules: list[Rule] = []
    for party in ("sender", "receiver"):
        address = f"{party}.formed_address"
        rules += each(
            required,
            f"escrow_logistics.{party}-{{}}-required",
            {
                "name": f"{party}.name",
                "tel": f"{party}.tel",
                "postcode": f"{party}.postcode",
                "formed-address": address,
            },
            fact=f"A delivery is not registered without its {party}.",
            source=source,
        )
        rules += each(
            required,
            f"escrow_logistics.{party}-address-line-{{}}-required",
            {"1": f"{address}.address_line_1", "2": f"{address}.address_line_2"},
            when=given(address),
            fact="Line 1 is street or lot, line 2 the rest.",
            source=source,
        )
        rules.append(
            ignored(
                f"any.{party}-addr-ignored",
                f"{party}.addr",
                on=DELIVERIES,
                fact="This PG reads formed_address.",
                source=source,
            )
        )
    rules += each(
        required,
        "any.logis-{}-required",
        {"company": "logis.company", "invoice": "logis.invoice", "sent-at": "logis.sent_at"},
        on=DELIVERIES,
        fact="A parcel has carrier, invoice number and time of dispatch.",
        source=source,
    )
    return tuple(rules)


def receipts(*, buyer: dict[str, str], source: str, schema: str) -> tuple[Rule, ...]:
    """Demand number, type and `buyer` (rule name: field) of a cash receipt, and what was sold elsewhere."""
    demanded = {"identifier": "identifier", "type": "type", **buyer}
    return (
        *(
            rule
            for name, field in demanded.items()
            for rule in per_call(
                required,
                f"{name}-required",
                field,
                RECEIPTS,
                fact="No receipt is issued without it.",
                source=source,
            )
        ),
        *per_call(
            one_of,
            "type",
            "type",
            RECEIPTS,
            allowed=("person", "company"),
            fact="person is for the income deduction, company for expenses.",
            source=schema,
        ),
        *each(
            required,
            "external_cash_receipt.{}-required",
            {"name": "name", "amount": "amount"},
            fact="PortOne does not know a payment made elsewhere.",
            source=source,
        ),
    )


def refund_account(*parts: str, source: str) -> tuple[Rule, ...]:
    """Demand these parts (`holder`, `bank`, `account`, `tel`) of an account to refund to, if one is named."""
    return tuple(
        required(
            f"cancel.refund-{part}-required",
            field,
            when=given(beside),
            fact="A deposit or transfer goes back to an account stated in full, its holder's phone included.",
            source=source,
        )
        for part, (field, beside) in ((part, REFUND[part]) for part in parts)
    )
