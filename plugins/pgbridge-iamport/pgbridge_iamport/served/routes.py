"""V1's calls: what each means, which statuses its page lists, and which call of V2 does the same.

Statuses: https://developers.portone.io/api/rest-v1. What a page does not list is told inside HTTP 200. Where PortOne's own
clients, whose tests ran against the service, expect something else than the page, they are followed; the line says so.
"""

from __future__ import annotations

from msgspec import Struct


class Route(Struct, frozen=True, kw_only=True):
    """One call.

    :ivar template: the path, with `{name}` for one segment
    :ivar operation: neutral name
    :ivar successor: V2's call, as its page writes it; None where V2 has none
    :ivar statuses: of refusals, as V1's page lists them
    :ivar writes: whether it changes anything
    """

    method: str
    template: str
    operation: str
    successor: str | None = None
    statuses: frozenset[int] = frozenset()

    @property
    def writes(self) -> bool:
        """Whether it may change something."""
        return self.method != "GET"


def route(line: str, operation: str, successor: str | None, *statuses: int) -> Route:
    """Return a call from a line such as `GET /payments/{imp_uid}`."""
    method, _, template = line.partition(" ")
    return Route(
        method=method,
        template=template,
        operation=operation,
        successor=successor,
        statuses=frozenset((401, *statuses)),
    )


GET_PAYMENT = "GET /payments/{paymentId}"
LIST = "GET /payments"
SCHEDULES = "GET /payment-schedules"
SCHEDULE = "POST /payments/{paymentId}/schedule"
RECEIPT = "GET /payments/{paymentId}/cash-receipt"
LOGISTICS = "{} /payments/{{paymentId}}/escrow/logistics"
FIND, FIND_ALL = "GET /payments/find/{merchant_uid}", "GET /payments/findAll/{merchant_uid}"
NAVER = "/payments/{imp_uid}/naver"

# What stands first is tried first: `/payments/cancel` before `/payments/{imp_uid}`.
ROUTES: tuple[Route, ...] = (
    route("GET /payments", "payments.get_many", LIST, 207, 404),
    route("POST /payments/cancel", "payments.cancel", "POST /payments/{paymentId}/cancel"),
    route("POST /payments/prepare", "payments.prepare", "POST /payments/{paymentId}/pre-register"),
    route("PUT /payments/prepare", "payments.prepare.update", "POST /payments/{paymentId}/pre-register", 404),
    # Not on the page; older clients' tests expect it.
    route("GET /payments/prepare/{merchant_uid}", "payments.prepare.get", None, 404),
    route("GET /payments/status/{payment_status}", "payments.list", LIST, 400),
    route(FIND, "payments.get", GET_PAYMENT, 404),
    route(f"{FIND}/{{payment_status}}", "payments.get", GET_PAYMENT, 404),
    route(FIND_ALL, "payments.attempts", "GET /payments/{paymentId}/transactions", 400, 404),
    route(
        f"{FIND_ALL}/{{payment_status}}",
        "payments.attempts",
        "GET /payments/{paymentId}/transactions",
        400,
        404,
    ),
    route("GET /payments/{imp_uid}", "payments.get", GET_PAYMENT, 404),
    route("GET /payments/{imp_uid}/balance", "payments.balance", GET_PAYMENT, 404, 405),
    route("POST /subscribe/payments/onetime", "payments.charge_card", "POST /payments/{paymentId}/instant"),
    # Older clients' call for cards from abroad, without birth date and password.
    route("POST /subscribe/payments/foreign", "payments.charge_card", "POST /payments/{paymentId}/instant"),
    route(
        "POST /subscribe/payments/again",
        "payments.charge_billing_key",
        "POST /payments/{paymentId}/billing-key",
    ),
    route("POST /subscribe/payments/schedule", "schedules.create", SCHEDULE),
    route("GET /subscribe/payments/schedule", "schedules.list", SCHEDULES, 400),
    route("POST /subscribe/payments/unschedule", "schedules.revoke", "DELETE /payment-schedules"),
    route(
        "GET /subscribe/payments/schedule/{merchant_uid}",
        "schedules.get",
        "GET /payment-schedules/{paymentScheduleId}",
        404,
    ),
    route("PUT /subscribe/payments/schedule/{merchant_uid}", "schedules.move", SCHEDULE, 400, 404, 500),
    route(
        "POST /subscribe/payments/schedule/{merchant_uid}/reschedule",
        "schedules.reschedule",
        SCHEDULE,
        400,
        404,
        500,
    ),
    route(
        "POST /subscribe/payments/schedule/{merchant_uid}/retry",
        "schedules.retry",
        "POST /payments/{paymentId}/billing-key",
        400,
        404,
        500,
    ),
    route(
        "GET /subscribe/payments/schedule/customers/{customer_uid}", "billing_keys.schedules", SCHEDULES, 400
    ),
    route("GET /subscribe/customers", "billing_keys.get_many", "GET /billing-keys/{billingKey}", 207, 404),
    # The pages of one key list 404; iamport-rest-client's tests expect the refusal inside HTTP 200.
    route("GET /subscribe/customers/{customer_uid}", "billing_keys.get", "GET /billing-keys/{billingKey}"),
    route("POST /subscribe/customers/{customer_uid}", "billing_keys.issue", "POST /billing-keys"),
    route(
        "DELETE /subscribe/customers/{customer_uid}",
        "billing_keys.delete",
        "DELETE /billing-keys/{billingKey}",
    ),
    route("GET /subscribe/customers/{customer_uid}/payments", "billing_keys.payments", LIST, 404),
    route("GET /subscribe/customers/{customer_uid}/schedules", "billing_keys.schedules", SCHEDULES, 400),
    route("POST /vbanks", "virtual_accounts.issue", "POST /payments/{paymentId}/instant"),
    route(
        "GET /vbanks/holder",
        "account_holder.get",
        "GET /platform/bank-accounts/{bank}/{accountNumber}/holder",
        400,
        404,
    ),
    route("PUT /vbanks/{imp_uid}", "virtual_accounts.update", None, 400, 404),
    route(
        "DELETE /vbanks/{imp_uid}",
        "virtual_accounts.close",
        "POST /payments/{paymentId}/virtual-account/close",
        400,
        404,
    ),
    route("POST /cvs", "cvs.issue", None),
    route("DELETE /cvs/{imp_uid}", "cvs.revoke", None),
    route("GET /receipts/external/{merchant_uid}", "cash_receipts.external.get", RECEIPT, 404),
    route(
        "POST /receipts/external/{merchant_uid}",
        "cash_receipts.external.issue",
        "POST /cash-receipts",
        400,
        500,
        501,
    ),
    route(
        "DELETE /receipts/external/{merchant_uid}",
        "cash_receipts.external.cancel",
        "POST /payments/{paymentId}/cash-receipt/cancel",
        400,
        404,
        500,
        501,
    ),
    route("GET /receipts/{imp_uid}", "cash_receipts.get", RECEIPT, 404),
    route("POST /receipts/{imp_uid}", "cash_receipts.issue", "POST /cash-receipts", 400, 500, 501),
    route(
        "DELETE /receipts/{imp_uid}",
        "cash_receipts.cancel",
        "POST /payments/{paymentId}/cash-receipt/cancel",
        400,
        500,
        501,
    ),
    route("GET /escrows/logis/{imp_uid}", "escrow.get", GET_PAYMENT, 400, 404, 409, 500),
    route(
        "POST /escrows/logis/{imp_uid}", "escrow.register", LOGISTICS.format("POST"), 400, 404, 405, 409, 500
    ),
    route(
        "PUT /escrows/logis/{imp_uid}", "escrow.update", LOGISTICS.format("PATCH"), 400, 404, 405, 409, 500
    ),
    route(
        "POST /partners/receipts/{imp_uid}",
        "store_receipts.register",
        "POST /payments/{paymentId}/register-store-receipt",
        400,
        404,
        500,
        501,
    ),
    route(
        "POST /certifications/otp/request",
        "identity.otp.send",
        "POST /identity-verifications/{identityVerificationId}/send",
        400,
        500,
    ),
    route(
        "POST /certifications/otp/confirm/{imp_uid}",
        "identity.otp.confirm",
        "POST /identity-verifications/{identityVerificationId}/confirm",
        400,
        404,
        500,
    ),
    route(
        "GET /certifications/{imp_uid}",
        "identity.get",
        "GET /identity-verifications/{identityVerificationId}",
        404,
    ),
    route("DELETE /certifications/{imp_uid}", "identity.delete", None, 404, 500),
    route("GET /banks", "codes.banks", "GET /banks", 404),
    route("GET /banks/{bank_standard_code}", "codes.bank", "GET /banks", 404),
    route("GET /cards", "codes.cards", None, 404),
    route("GET /cards/{card_standard_code}", "codes.card", None, 404),
    route("GET /users/pg", "channels.list", None),
    route("GET /tiers/{tier_code}", "tiers.get", None, 404),
    route(f"POST {NAVER}/confirm", "escrow.confirm", "POST /payments/{paymentId}/escrow/complete", 404, 500),
    route(f"POST {NAVER}/cancel", "naver.orders.cancel", None, 207, 404, 500),
    route(f"POST {NAVER}/approve-cancel", "naver.orders.approve_cancel", None, 207, 404, 500),
    route(f"POST {NAVER}/ship", "naver.orders.ship", None, 207, 400, 404, 500),
    route(f"POST {NAVER}/ship-exchanged", "naver.orders.ship_exchange", None, 207, 400, 404, 500),
    route(f"POST {NAVER}/collect-exchanged", "naver.orders.collect_exchange", None, 207, 404, 500),
    route(f"POST {NAVER}/place", "naver.orders.place", None, 207, 404, 500),
    route(f"POST {NAVER}/request-return", "naver.orders.request_return", None, 207, 400, 404, 500),
    route(f"POST {NAVER}/approve-return", "naver.orders.approve_return", None, 207, 404, 500),
    route(f"POST {NAVER}/reject-return", "naver.orders.reject_return", None, 207, 400, 404, 500),
    route(f"POST {NAVER}/withhold-return", "naver.orders.withhold_return", None, 207, 400, 404, 500),
    route(f"POST {NAVER}/resolve-return", "naver.orders.resolve_return", None, 207, 404, 500),
    route(f"POST {NAVER}/point", "naver.points.deposit", None, 404, 500),
    route(f"GET {NAVER}/product-orders", "naver.orders.list", None, 404),
    route(f"GET {NAVER}/cash-amount", "naver.cash_amount", None, 400, 500),
    route("GET /naver/product-orders/{product_order_id}", "naver.orders.get", None, 400, 404),
    route("GET /naver/reviews", "naver.reviews.list", None, 400, 500),
    route("GET /kakao/payment/orders", "kakao.orders", "GET /kakaopay/payment/order", 404),
    route("DELETE /kcpquick/members/{member_id}", "kcpquick.member.delete", None, 404),
    route("POST /kcpquick/members/{member_id}/fido/release", "kcpquick.fido.release", None, 400, 500),
    route("POST /kcpquick/payment/money", "kcpquick.money.pay", None),
    route("POST /kcpquick/payment/autopay", "kcpquick.autopay.pay", None),
    route("DELETE /kcpquick/autopay/{customer_uid}", "kcpquick.autopay.delete", None, 404, 500),
    route("POST /kcpquick/prepare/{merchant_uid}", "kcpquick.prepare.create", None, 400, 409),
    route("PUT /kcpquick/prepare/{merchant_uid}", "kcpquick.prepare.update", None, 400, 404),
    route("POST /payco/orders/status/{imp_uid}", "payco.order_status", None),
    route("POST /paymentwall/delivery", "paymentwall.delivery", "POST /paymentwall/delivery/confirm"),
    route("POST /benepia/point", "benepia.points", None, 500),
    route("POST /benepia/payment", "benepia.pay", None, 500),
)
TOKEN = ("POST", "/users/getToken")


class Table:
    """Finds calls: literal segments win over named ones by the order of `ROUTES`."""

    def __init__(self, routes: tuple[Route, ...] = ROUTES) -> None:
        self.fixed: dict[tuple[str, str], Route] = {}
        self.named: dict[int, list[tuple[tuple[str | None, ...], Route]]] = {}
        for each in routes:
            if "{" not in each.template:
                self.fixed[each.method, each.template] = each
                continue
            parts = tuple(None if part[:1] == "{" else part for part in each.template.split("/"))
            self.named.setdefault(len(parts), []).append((parts, each))

    def find(self, method: str, path: str) -> Route | None:
        """Return the call of a method and a path as it is on the wire."""
        if (found := self.fixed.get((method, path))) is not None:
            return found
        return next((each for each in self.matches(path) if each.method == method), None)

    def methods(self, path: str) -> list[str]:
        """Return the methods that a path takes."""
        fixed = {method for method, template in self.fixed if template == path}
        return sorted(fixed | {each.method for each in self.matches(path)})

    def matches(self, path: str) -> list[Route]:
        """Return the calls whose path with named segments fits."""
        given = path.split("/")
        if not all(given[1:]):
            return []
        return [
            each
            for parts, each in self.named.get(len(given), ())
            if all(part is None or part == segment for part, segment in zip(parts, given, strict=True))
        ]


TABLE = Table()
