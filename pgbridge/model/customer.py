"""Who pays, and where goods go."""

from __future__ import annotations

from msgspec import Struct


class Name(Struct, frozen=True, kw_only=True):
    """A name in two parts, for PGs that want it so; elsewhere a plain string will do."""

    first: str
    last: str

    def __repr__(self) -> str:
        return "Name(***)"

    @property
    def full(self) -> str:
        """Both parts as PortOne's browser SDK joins them: last name first."""
        return f"{self.last} {self.first}"


class Address(Struct, frozen=True, kw_only=True):
    """An address in parts; elsewhere a plain string will do."""

    line1: str
    line2: str = ""
    city: str | None = None
    province: str | None = None
    country: str | None = None

    def __repr__(self) -> str:
        return "Address(***)"

    @property
    def one_line(self) -> str:
        """Every part in one line, the largest area first, as V1 takes an address."""
        parts = (self.province, self.city, self.line1, self.line2, self.country)
        return " ".join(part for part in parts if part)


class Customer(Struct, frozen=True, kw_only=True):
    """The buyer. Which fields a PG needs is the business of its rules.

    :ivar id: the shop's own id of the buyer (never V1's `customer_uid`, which names a card)
    :ivar phone: as the PG wants it; separators are sent as given
    :ivar birth: `YYYY-MM-DD`
    :ivar gender: `male`, `female` or `other`
    :ivar country: ISO 3166 alpha-2
    """

    id: str | None = None
    name: str | Name | None = None
    email: str | None = None
    phone: str | None = None
    address: str | Address | None = None
    postcode: str | None = None
    birth: str | None = None
    gender: str | None = None
    country: str | None = None
    business_number: str | None = None

    def __repr__(self) -> str:
        return f"Customer(id={self.id!r})"

    @property
    def full_name(self) -> str | None:
        """The name as one string."""
        return self.name.full if isinstance(self.name, Name) else self.name

    @property
    def one_line_address(self) -> str | None:
        """The address as one string."""
        return self.address.one_line if isinstance(self.address, Address) else self.address


class Product(Struct, frozen=True, kw_only=True):
    """One line of the basket; `amount` is the price of one piece in minor units."""

    id: str
    name: str
    amount: int
    quantity: int = 1
    code: str | None = None
    tag: str | None = None
    link: str | None = None
