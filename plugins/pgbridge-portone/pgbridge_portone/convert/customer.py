"""Buyers, addresses and products: what is sent, what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pgbridge.model.customer import Address, Customer, Name, Product
from pgbridge_portone.shapes.answers import AddressShape, CustomerShape, ProductShape
from pgbridge_portone.shapes.requests import (
    AddressInput,
    CustomerInput,
    NameInput,
    ProductInput,
    SeparatedName,
)
from pgbridge_portone.words import GENDER, GENDER_OUT

if TYPE_CHECKING:
    from collections.abc import Sequence

NOBODY = Customer()


def customer_input(customer: Customer) -> CustomerInput | None:
    """Return the buyer as requests take one; None when nothing is told of the buyer."""
    name = customer.name
    full = None if name is None else NameInput(full=name) if type(name) is str else name_input(name)
    if (
        customer.address is None
        and customer.postcode is None
        and customer.birth is None
        and customer.gender is None
        and customer.country is None
        and customer.business_number is None
    ):
        if full is None and customer == NOBODY:
            return None
        return CustomerInput(id=customer.id, name=full, email=customer.email, phone_number=customer.phone)
    address, birth = customer.address, customer.birth
    year, month, day = split_date(birth) if birth else (None, None, None)
    return CustomerInput(
        id=customer.id,
        name=full,
        birth_year=year,
        birth_month=month,
        birth_day=day,
        country=customer.country,
        gender=GENDER_OUT.get(customer.gender, customer.gender) if customer.gender else None,
        email=customer.email,
        phone_number=customer.phone,
        address=None if address is None else address_input(address),
        zipcode=customer.postcode,
        business_registration_number=customer.business_number,
    )


def name_input(name: str | Name) -> NameInput:
    """Return a name in one piece or in two."""
    if isinstance(name, Name):
        return NameInput(separated=SeparatedName(first=name.first, last=name.last))
    return NameInput(full=name)


def address_input(address: str | Address) -> AddressInput:
    """Return an address; one that is a single line goes into the first of the two lines that V2 wants."""
    if isinstance(address, Address):
        return AddressInput(
            address_line1=address.line1,
            address_line2=address.line2,
            city=address.city,
            province=address.province,
            country=address.country,
        )
    return AddressInput(address_line1=address, address_line2="")


def split_date(date: str) -> tuple[str | None, str | None, str | None]:
    """Return year, month and day of `YYYY-MM-DD`, or as many of them as there are."""
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    return year or None, month or None, day or None


def joined_date(year: str | None, month: str | None, day: str | None) -> str | None:
    """Return `YYYY-MM-DD`, or its beginning; None without a year."""
    if not year:
        return None
    if not month:
        return year
    return f"{year}-{month:0>2}-{day:0>2}" if day else f"{year}-{month:0>2}"


def product_inputs(products: Sequence[Product]) -> tuple[ProductInput, ...] | None:
    """Return a basket as requests take it; None when it is empty."""
    if not products:
        return None
    return tuple(
        ProductInput(
            id=p.id, name=p.name, amount=p.amount, quantity=p.quantity, tag=p.tag, code=p.code, link=p.link
        )
        for p in products
    )


def customer_from_input(body: CustomerInput | None) -> Customer:
    """Return the buyer of a request."""
    if body is None:
        return NOBODY
    name: str | Name | None = body.name.full if body.name else None
    if name is None and body.name is not None and body.name.separated is not None:
        name = Name(first=body.name.separated.first, last=body.name.separated.last)
    return Customer(
        id=body.id,
        name=name,
        email=body.email,
        phone=body.phone_number,
        address=address_from_input(body.address),
        postcode=body.zipcode,
        birth=joined_date(body.birth_year, body.birth_month, body.birth_day),
        gender=GENDER.get(body.gender, body.gender) if body.gender else None,
        country=body.country,
        business_number=body.business_registration_number,
    )


def address_from_input(body: AddressInput | None) -> str | Address | None:
    """Return the address of a request: one line where only the first is used."""
    if body is None:
        return None
    if body.address_line2 or body.city or body.province or body.country:
        return Address(
            line1=body.address_line1,
            line2=body.address_line2,
            city=body.city,
            province=body.province,
            country=body.country,
        )
    return body.address_line1


def products_of(items: Sequence[ProductInput] | Sequence[ProductShape] | None) -> tuple[Product, ...]:
    """Return a basket as it was sent or read."""
    return tuple(
        Product(
            id=p.id, name=p.name, amount=p.amount, quantity=p.quantity, code=p.code, tag=p.tag, link=p.link
        )
        for p in items or ()
    )


def customer_of(shape: CustomerShape | None) -> Customer:
    """Return the buyer of an answer."""
    if shape is None:
        return NOBODY
    address = shape.address
    return Customer(
        id=shape.id,
        name=shape.name,
        email=shape.email,
        phone=shape.phone_number,
        address=None if address is None else address_of(address),
        postcode=shape.zipcode,
        birth=joined_date(shape.birth_year, shape.birth_month, shape.birth_day) if shape.birth_year else None,
        gender=GENDER.get(shape.gender, shape.gender) if shape.gender else None,
    )


def address_of(shape: AddressShape) -> str | Address | None:
    """Return the address of an answer, in parts where it has them."""
    if shape.type == "SEPARATED" and shape.address_line1 is not None:
        return Address(
            line1=shape.address_line1,
            line2=shape.address_line2 or "",
            city=shape.city,
            province=shape.province,
            country=shape.country,
        )
    return shape.one_line


def customer_shape(customer: Customer) -> CustomerShape:
    """Write the buyer of an answer; the object is there even when nothing is in it."""
    year, month, day = split_date(customer.birth) if customer.birth else (None, None, None)
    address = customer.address
    return CustomerShape(
        id=customer.id,
        name=customer.full_name,
        birth_year=year,
        birth_month=month,
        birth_day=day,
        gender=GENDER_OUT.get(customer.gender, customer.gender) if customer.gender else None,
        email=customer.email,
        phone_number=customer.phone,
        address=None if address is None else address_shape(address),
        zipcode=customer.postcode,
    )


def address_shape(address: str | Address) -> AddressShape:
    """Write the address of an answer."""
    if isinstance(address, Address):
        return AddressShape(
            type="SEPARATED",
            one_line=address.one_line,
            address_line1=address.line1,
            address_line2=address.line2,
            city=address.city,
            province=address.province,
            country=address.country,
        )
    return AddressShape(type="ONE_LINE", one_line=address)


def product_shapes(products: Sequence[Product]) -> tuple[ProductShape, ...] | None:
    """Write the basket of an answer."""
    if not products:
        return None
    return tuple(
        ProductShape(
            id=p.id, name=p.name, amount=p.amount, quantity=p.quantity, tag=p.tag, code=p.code, link=p.link
        )
        for p in products
    )
