"""What stands beside payments: identity, codes, and what V1's console tells of channels and sub-merchants."""

from __future__ import annotations

import uuid

from pgbridge.errors import Conflict, NotFound, UnsupportedOperation
from pgbridge.facade import store as db
from pgbridge.facade.calls import Call, changed
from pgbridge.facade.names import V1_IDS, inward
from pgbridge.facade.store import IDENTITY
from pgbridge.ledger.protocol import Run as Execute
from pgbridge.model.account import ChannelSetting, Tier
from pgbridge.model.codes import CARD_NAMES, CARDS, CodeName
from pgbridge.operations.identity.get import GetIdentityVerification
from pgbridge.wire import WireResponse


async def send_otp(call: Call) -> WireResponse:
    """Send a one-time password, under an id made here, for V2 wants one of the shop's; V1 gives an `imp_uid`."""
    inner = f"iv{uuid.uuid4().hex}"
    op = changed(call.op, order_id=inner)
    if op.ip_address is None:
        op = changed(op, ip_address=call.client or "127.0.0.1")
    result = await call.execute(op, channel=call.channel)

    def keep(run: Execute) -> str:
        uid = name_identity(run, call.scope.name, inner)
        if call.op.order_id:
            db.put_note(run, IDENTITY, call.scope.name, uid, call.op.order_id)
        return uid

    uid = await call.desk.store.write(keep)
    return call.answer(changed(result, attempt_id=uid, order_id=call.op.order_id or None))


def name_identity(run: Execute, shop: str, inner: str) -> str:
    """Give a verification an `imp_uid`."""
    for number in range(100):
        uid = f"imp_{uuid.uuid5(uuid.NAMESPACE_OID, f'{inner}/{number}').int % 10**12:012d}"
        if db.sale_by_imp_uid(run, uid) is None:
            run(
                "INSERT INTO facade_names (kind, shop, name, inner_name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (IDENTITY, shop, uid, inner),
            )
            if db.inner_names(run, IDENTITY, shop, (uid,)).get(uid) == inner:
                return uid
    message = "no imp_uid is left"
    raise AssertionError(message)


async def identity(call: Call) -> WireResponse:
    """Read or confirm a verification; V2 knows V1's own by their `imp_uid`, and a browser's by the shop's id.

    :raises NotFound: nobody knows it
    """
    uid = call.op.attempt_id or ""
    scope = call.scope.name
    names, order_id = await call.desk.store.read(
        lambda run: (
            db.inner_names(run, IDENTITY, scope, (uid,)),
            db.note(run, IDENTITY, scope, uid),
        )
    )
    lacking = NotFound("there is no such verification", reason="identity_not_found")
    if uid in names:
        result = await call.execute(changed(call.op, order_id=names[uid], attempt_id=None))
        return call.answer(changed(result, attempt_id=uid, order_id=order_id))
    if call.desk.has_v1 and uid.startswith(V1_IDS):
        return call.answer(await call.on_v1(call.op))
    if not call.scope.alone or call.op.name != "identity.get":
        raise lacking
    result = await call.execute(changed(call.op, order_id=uid, attempt_id=None))
    return call.answer(changed(result, attempt_id=uid))


async def forget(call: Call) -> WireResponse:
    """Delete a verification: V2 has no call for it, so it is not said to be done.

    :raises NotFound: nobody knows it
    :raises UnsupportedOperation: it was made on V2
    """
    uid = call.op.attempt_id or ""
    names = await call.desk.store.read(lambda run: db.inner_names(run, IDENTITY, call.scope.name, (uid,)))
    if uid not in names and call.desk.has_v1:
        return call.answer(await call.on_v1(call.op))
    if uid not in names and call.scope.alone:
        await call.execute(GetIdentityVerification(order_id=uid))
    elif uid not in names:
        raise NotFound("there is no such verification", reason="identity_not_found")
    raise UnsupportedOperation(call.op.name, "PortOne V2")


async def cards(call: Call) -> WireResponse:
    """List card companies from PortOne's own table."""
    return call.answer(
        tuple(
            CodeName(value=value, code=code, name=CARD_NAMES.get(code, value))
            for code, value in CARDS.items()
        )
    )


async def card(call: Call) -> WireResponse:
    """Read one card company.

    :raises NotFound: the table has no such code
    """
    code = next((code for code, value in CARDS.items() if value == call.op.company), None)
    if code is None:
        raise NotFound("no card company has the code", reason="code_not_found")
    return call.answer(CodeName(value=call.op.company, code=code, name=CARD_NAMES.get(code, call.op.company)))


async def channels(call: Call) -> WireResponse:
    """List the shop's channels as V1's console would."""
    found = []
    for name, channel in call.desk.counter.channels.items():
        provider = call.desk.registry.provider(channel.api, channel.provider) if channel.provider else None
        code = provider.codes[0] if provider is not None else ""
        found.append(
            ChannelSetting(
                pg_provider=code.upper(),
                pg_merchant_id=(channel.pg or "").partition(".")[2] or None,
                live=channel.connection.environment == "live",
                type="payment",
                name=name,
                key=channel.key,
            )
        )
    return call.answer(tuple(found))


async def tier(call: Call) -> WireResponse:
    """Read one of the shop's sub-merchants.

    :raises NotFound: it has none of that code
    """
    seller = call.desk.counter.by_tier.get(call.op.code)
    if seller is None:
        raise NotFound("the shop has no such tier", reason="tier_not_found")
    return call.answer(Tier(code=call.op.code, name=seller.name))


async def external_receipt(call: Call) -> WireResponse:
    """Issue a cash receipt for money taken elsewhere, under an id of the shop's."""
    known = await call.known(claim=True)
    result = await call.execute(inward(call.op, known), channel=call.channel)
    if result.replayed:
        raise Conflict("a receipt was issued", reason="already_issued")
    return await call.told(result, known)


async def about_external(call: Call) -> WireResponse:
    """Read or cancel such a receipt.

    :raises NotFound: the shop has none under the id
    """
    known = await call.known()
    order = known.orders.get(call.op.order_id)
    rows = await call.desk.store.read(
        lambda run: run("SELECT 1 FROM attempts WHERE family = 'cash_receipt' AND identity = ?", (order,))
    )
    if not rows:
        if call.desk.has_v1:
            return call.answer(await call.on_v1(call.op))
        raise NotFound("there is no such receipt", reason="cash_receipt_not_found")
    return await call.told(await call.execute(inward(call.op, known)), known)
