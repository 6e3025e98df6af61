"""A hosted checkout page, as V2 takes and shows it."""

from __future__ import annotations

from pgbridge.model.checkout import Agreement, CheckoutSession, PageColors, SessionProduct
from pgbridge.model.customer import Customer
from pgbridge_portone.shapes.checkout import AgreementInput, ColorsInput, ProductInput, SessionShape
from pgbridge_portone.times import utc


def product_input(it: SessionProduct) -> ProductInput:
    """Return one line of the order as V2 takes it."""
    return ProductInput(
        name=it.name,
        unit_price=it.amount,
        quantity=it.quantity,
        id=it.id,
        code=it.code,
        start_date=it.starts_on,
        end_date=it.ends_on,
        url=it.link,
        n_pay_category_type=it.naver_category_type,
        n_pay_category_id=it.naver_category_id,
        n_pay_uid=it.naver_uid,
    )


def product_of(it: ProductInput) -> SessionProduct:
    """Return one line of the order."""
    return SessionProduct(
        name=it.name,
        amount=it.unit_price,
        quantity=it.quantity,
        id=it.id,
        code=it.code,
        starts_on=it.start_date,
        ends_on=it.end_date,
        link=it.url,
        naver_category_type=it.n_pay_category_type,
        naver_category_id=it.n_pay_category_id,
        naver_uid=it.n_pay_uid,
    )


def agreements_of(given: tuple[AgreementInput, ...] | None) -> tuple[Agreement, ...]:
    """Return the terms that the buyer must agree to."""
    return tuple(Agreement(name=it.name, url=it.url) for it in given or ())


def agreement_inputs(given: tuple[Agreement, ...]) -> tuple[AgreementInput, ...] | None:
    """Return the terms as V2 takes them."""
    return tuple(AgreementInput(name=it.name, url=it.url) for it in given) or None


def colors_of(it: ColorsInput | None) -> PageColors | None:
    """Return the colours."""
    if it is None:
        return None
    return PageColors(primary=it.primary, primary_hover=it.primary_hover, primary_light=it.primary_light)


def colors_input(it: PageColors | None) -> ColorsInput | None:
    """Return the colours as V2 takes them."""
    if it is None:
        return None
    return ColorsInput(primary=it.primary, primary_hover=it.primary_hover, primary_light=it.primary_light)


def session_of(it: SessionShape, wire: bytes = b"") -> CheckoutSession:
    """Return a session as it is read."""
    return CheckoutSession(
        id=it.id,
        order_id=it.payment_id,
        amount=it.total_amount,
        currency=it.currency,
        order_name=it.order_name,
        profile=it.profile_key,
        country=it.country,
        payment_method=it.payment_method,
        redirect_url=it.redirect_url,
        products=tuple(product_of(each) for each in it.products or ()),
        customer=Customer(name=it.customer_name, email=it.customer_email),
        store_name=it.store_name,
        agreements=agreements_of(it.agreements),
        image_url=it.order_image_url,
        custom_data=it.custom_data,
        colors=colors_of(it.colors),
        store_id=it.store_id,
        created_at=utc(it.created_at),
        expires_at=utc(it.expires_at),
        wire=wire,
    )


def session_shape(it: CheckoutSession) -> SessionShape:
    """Write a session as V2 shows it."""
    return SessionShape(
        id=it.id,
        store_id=it.store_id,
        payment_id=it.order_id,
        profile_key=it.profile,
        country=it.country,
        currency=it.currency,
        total_amount=it.amount,
        order_name=it.order_name,
        payment_method=it.payment_method,
        redirect_url=it.redirect_url,
        products=tuple(product_input(each) for each in it.products) or None,
        customer_name=it.customer.full_name,
        customer_email=it.customer.email,
        store_name=it.store_name,
        agreements=agreement_inputs(it.agreements),
        order_image_url=it.image_url,
        custom_data=it.custom_data,
        colors=colors_input(it.colors),
        created_at=it.created_at,
        expires_at=it.expires_at,
    )
