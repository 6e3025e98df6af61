"""The world as V2 shows it."""

from datetime import UTC, datetime
from typing import Any

from pgbridge.simulator.cards import Card
from pgbridge.simulator.settings import Channel
from pgbridge.simulator.state import Attempt, BillingKey, Buyer, Cancellation, Method, Schedule
from pgbridge.simulator.world import World

Json = dict[str, Any]


def time(moment: float) -> str:
    """Write a moment in RFC 3339 with milliseconds."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def given(**fields: Any) -> Json:
    """Leave out what is not there: V2 has no nulls."""
    return {key: value for key, value in fields.items() if value is not None}


def channel(it: Channel) -> Json:
    """Write the channel that was chosen."""
    return {
        "type": "LIVE" if it.live else "TEST",
        "id": f"channel-id-{it.key}",
        "key": it.key,
        "name": it.name or it.key,
        "pgProvider": it.provider,
        "pgMerchantId": it.merchant_id,
    }


def group(group_id: str | None, first: Channel) -> Json | None:
    """Write a smart routing group."""
    return None if group_id is None else {"id": group_id, "name": group_id, "isForTest": not first.live}


def customer(it: Buyer) -> Json:
    """Write the customer."""
    address: Json | None = None
    if it.address is not None:
        kind = "ONE_LINE" if it.address.parts is None else "SEPARATED"
        address = {"type": kind, "oneLine": it.address.one_line, **(it.address.parts or {})}
    year, month, day = it.birth
    return given(
        id=it.id,
        name=it.name,
        birthYear=year,
        birthMonth=month,
        birthDay=day,
        gender=it.gender,
        email=it.email,
        phoneNumber=it.phone,
        address=address,
        zipcode=it.postcode,
    )


def card(it: Card) -> Json:
    """Write a card."""
    company = it.company
    return {
        "publisher": company.enum,
        "issuer": company.enum,
        "brand": it.brand,
        "type": "CREDIT",
        "ownerType": "CORPORATE" if it.corporate else "PERSONAL",
        "bin": it.bin,
        "name": company.name,
        "number": it.masked,
    }


def method(it: Attempt) -> Json | None:
    """Write how it is paid."""
    if it.method is not None and it.method.kind not in ("CARD", "VIRTUAL_ACCOUNT"):
        return other_method(it, it.method)
    if it.card is not None:
        return given(
            type="PaymentMethodCard",
            card=card(it.card),
            approvalNumber=it.approval_number,
            installment={"month": it.bill.installment, "isInterestFree": it.bill.free_interest},
            pointUsed=it.bill.card_point,
        )
    if it.account is not None:
        return given(
            type="PaymentMethodVirtualAccount",
            bank=it.account.bank.enum,
            accountNumber=it.account.number,
            accountType="FIXED" if it.account.fixed else "NORMAL",
            remitteeName=it.account.holder,
            remitterName=it.account.remitter,
            expiredAt=time(it.account.expires_at),
            issuedAt=time(it.account.issued_at),
        )
    return None


def other_method(it: Attempt, by: Method) -> Json:
    """Write how it is paid in a window, where it is neither by card nor into an account."""
    if by.kind == "EASY_PAY":
        inner = None if it.card is None else {"type": "PaymentMethodCard", "card": card(it.card)}
        return given(type="PaymentMethodEasyPay", provider=by.provider, easyPayMethod=inner)
    if by.kind == "TRANSFER":
        return given(type="PaymentMethodTransfer", bank=None if by.bank is None else by.bank.enum)
    if by.kind == "MOBILE":
        return given(type="PaymentMethodMobile", phoneNumber=it.bill.buyer.phone)
    if by.kind == "GIFT_CERTIFICATE":
        number = it.approval_number or ""
        return given(
            type="PaymentMethodGiftCertificate", giftCertificateType=by.provider, approvalNumber=number
        )
    if by.kind == "CONVENIENCE_STORE":
        return {"type": "PaymentMethodConvenienceStore"}
    return {"type": "PaymentMethodCrypto"}


def amount(it: Attempt) -> Json:
    """Write the amounts. Inferred: `paid` is what is left after cancellations."""
    money, gone = it.bill.money, it.cancelled
    return {
        "total": money.total,
        "taxFree": money.tax_free,
        "vat": money.vat,
        "supply": money.supply,
        "discount": 0,
        "paid": 0 if it.paid_at is None else money.total - gone.total,
        "cancelled": gone.total,
        "cancelledTaxFree": gone.tax_free,
    }


def cancellation(it: Cancellation) -> Json:
    """Write a cancellation."""
    view = {
        "status": it.status,
        "id": it.id,
        "pgCancellationId": it.pg_id,
        "totalAmount": it.money.total,
        "taxFreeAmount": it.money.tax_free,
        "vatAmount": it.money.vat,
        "reason": it.reason,
        "requestedAt": time(it.requested_at),
        "trigger": "CONSOLE" if it.by == "console" else "API",
    }
    if it.status != "SUCCEEDED":
        return view
    receipt = f"https://receipt.simulator.invalid/cancel/{it.pg_id}"
    return {**view, "cancelledAt": time(it.at), "receiptUrl": receipt}


def common(world: World, it: Attempt) -> Json:
    """Write what payments and transactions of every status have."""
    bill = it.bill
    return given(
        status=it.status,
        merchantId=world.settings.merchant_id,
        storeId=bill.store_id,
        method=method(it),
        channel=channel(it.channel),
        channelGroup=group(it.group, it.channel),
        version=bill.version,
        scheduleId=it.schedule_id,
        billingKey=it.billing_key,
        requestedAt=time(it.requested_at),
        updatedAt=time(it.changed_at),
        statusChangedAt=time(it.changed_at),
        orderName=bill.order_name or "",
        amount=amount(it),
        currency=bill.currency,
        customer=customer(bill.buyer),
        promotionId=bill.promotion_id,
        isCulturalExpense=bill.cultural,
        escrow=escrow(world, it),
        products=list(bill.products) or None,
        productCount=bill.product_count,
        customData=bill.custom_data,
        country=bill.country,
        **of_status(it),
    )


def escrow(world: World, it: Attempt) -> Json | None:
    """Write where an escrow payment's goods are; of V1's payments always that they are registered."""
    if not it.bill.escrow:
        return None
    found = world.deliveries.get(it.id)
    if found is None:
        status = "REGISTERED" if it.bill.version == "V1" else "BEFORE_REGISTERED"
        return {"status": status, **({"company": "", "invoiceNumber": ""} if status == "REGISTERED" else {})}
    confirmed = found.confirmed_at is not None and it.bill.version != "V1"
    told = {
        "company": found.carrier,
        "invoiceNumber": found.invoice,
        "sentAt": time(found.sent_at),
        "appliedAt": time(found.applied_at),
    }
    if confirmed:
        return {"status": "CONFIRMED", **told, "isAutomaticallyConfirmed": False}
    return {"status": "REGISTERED", **told}


def of_status(it: Attempt) -> Json:
    """Write what only some statuses have."""
    if it.failure is not None and it.failed_at is not None:
        failure = {"reason": it.failure.reason, "pgCode": it.failure.code, "pgMessage": it.failure.reason}
        return {"failedAt": time(it.failed_at), "failure": failure}
    if it.status == "READY":
        return {}
    if it.status in ("VIRTUAL_ACCOUNT_ISSUED", "PAY_PENDING"):
        return given(pgTxId=it.pg_tx_id)
    if it.status == "READY":
        return {}
    return given(
        paidAt=None if it.paid_at is None else time(it.paid_at),
        pgTxId=it.pg_tx_id,
        receiptUrl=None if it.paid_at is None else f"https://receipt.simulator.invalid/{it.pg_tx_id}",
        cancelledAt=None if it.cancelled_at is None else time(it.cancelled_at),
        cancellations=(
            [cancellation(each) for each in it.cancellations]
            if it.cancellations or it.status == "CANCELLED"
            else None
        ),
    )


def payment(world: World, it: Attempt) -> Json:
    """Write the payment for which this attempt stands."""
    view = {
        **common(world, it),
        "id": it.bill.order_id,
        "transactionId": it.id,
        "origin": given(
            platformType=it.platform, ipAddress="127.0.0.1", url=it.page, userAgent=it.user_agent
        ),
    }
    return {**view, "disputes": []} if it.status == "PAID" else view


def transaction(world: World, it: Attempt) -> Json:
    """Write one attempt."""
    return {**common(world, it), "id": it.id, "paymentId": it.bill.order_id}


def billing_key(world: World, it: BillingKey) -> Json:
    """Write a billing key. Inferred: a V1 key shows its `customer_uid` as `billingKey`."""
    return given(
        status="ISSUED" if it.deleted_at is None else "DELETED",
        billingKey=it.id,
        merchantId=world.settings.merchant_id,
        storeId=it.store_id,
        methods=[key_method(it)],
        channels=[channel(each) for each in it.channels],
        customer=customer(it.buyer),
        customData=it.custom_data,
        requestedAt=time(it.issued_at),
        issuedAt=time(it.issued_at),
        channelGroup=group(it.group, it.channels[0]),
        deletedAt=None if it.deleted_at is None else time(it.deleted_at),
    )


def key_method(it: BillingKey) -> Json:
    """Write what a key charges; a window may have kept something other than a card."""
    kept = {"type": "BillingKeyPaymentMethodCard", "card": card(it.card)}
    if it.method is not None and it.method.kind == "EASY_PAY":
        if it.method.provider == "PAYPAL":
            return {"type": "BillingKeyPaymentMethodPaypal"}
        return given(type="BillingKeyPaymentMethodEasyPay", provider=it.method.provider, method=kept)
    if it.method is not None and it.method.kind == "MOBILE":
        return given(type="BillingKeyPaymentMethodMobile", phoneNumber=it.buyer.phone)
    return kept


def schedule(world: World, it: Schedule) -> Json:
    """Write a schedule."""
    bill = it.bill
    executed = None if it.executed_at is None else time(it.executed_at)
    return given(
        status=it.status,
        id=it.id,
        merchantId=world.settings.merchant_id,
        storeId=bill.store_id,
        paymentId=bill.order_id,
        billingKey=it.billing_key,
        orderName=bill.order_name or "",
        isCulturalExpense=bill.cultural,
        isEscrow=bill.escrow,
        customer=customer(bill.buyer),
        customData=bill.custom_data or "",
        totalAmount=bill.money.total,
        taxFreeAmount=bill.money.tax_free,
        vatAmount=bill.money.vat,
        currency=bill.currency,
        installmentMonth=bill.installment,
        noticeUrls=list(bill.notice_urls) or None,
        products=list(bill.products) or None,
        createdAt=time(it.created_at),
        timeToPay=time(it.due_at),
        startedAt=executed,
        completedAt=executed,
        revokedAt=None if it.revoked_at is None else time(it.revoked_at),
    )
