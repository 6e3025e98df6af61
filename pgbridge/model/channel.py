"""Where operations go: connections (credentials of one API) and channels (one merchant ID at one PG)."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from msgspec import Struct


class Secret:
    """A value that is never shown; `reveal()` gives it to the code that sends it."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        self.value = value

    def reveal(self) -> str:
        """Return the secret text."""
        return self.value

    def __repr__(self) -> str:
        return "Secret(***)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


def unsafe_url(url: str) -> str | None:
    """Return what is wrong with a base URL, or None: secrets and card numbers go there, so https it must be.

    Plain http is taken on this machine alone (127.0.0.0/8, ::1, localhost and names below it).
    """
    if not (url.isascii() and url.isprintable()) or " " in url:
        return "not a URL"
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "not a URL"
    if parts.username is not None or parts.password is not None:
        return "must not hold a user name or password; secrets have settings of their own"
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback(host)):
        return "must begin with https:// (or http:// on loopback), for secrets and card numbers go there"
    if not host or "?" in url or "#" in url:
        return "must be a host, with a port and a path at most"
    return None


def loopback(host: str) -> bool:
    """Tell whether a host's name says that it is this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


class Connection(Struct, frozen=True, kw_only=True):
    """One account at one API.

    :ivar api: name of the API plugin: `v1` or `v2`
    :ivar environment: `test` or `live`; answers of the other kind stop further writes
    :ivar base_url: where the API is; empty for PortOne's own host
    :ivar credentials: `key` and `secret` on V1, `secret` on V2
    :ivar store_id: V2 store when the secret can see several
    :ivar tier: V1 sub-merchant code, sent as `Tier`
    :ivar merchant_code: V1 code that pages give to `IMP.init`, such as `imp12345678`
    :ivar sdk_url: where pages load the browser SDK from; empty for PortOne's own
    :ivar write_timeout: seconds to wait for the answer of one send (PortOne asks for 60 or more)
    """

    name: str
    api: str
    environment: str
    credentials: Mapping[str, Secret] = {}
    base_url: str = ""
    store_id: str | None = None
    tier: str | None = None
    merchant_code: str | None = None
    sdk_url: str = ""
    connect_timeout: float = 10.0
    read_timeout: float = 60.0


class Channel(Struct, frozen=True, kw_only=True):
    """One merchant ID at one PG, through one connection.

    :ivar provider: slug of the PG's module, such as `inicis-v2`
    :ivar key: PortOne's channel key
    :ivar group: channel group id for PortOne's own smart routing
    :ivar pg: V1 `pg` code, `provider` or `provider.mid`, where no channel key is taken
    :ivar vat: the merchant ID's VAT contract: `automatic`, `designated`, `zero-rated` or `exempt`
    :ivar vat_rounding: `down`, `half-up` or `up`, for `designated`
    :ivar contracts: names of contracts that no request can show (rules of kind `needs_contract` then keep quiet)
    :ivar check: `strict` refuses on errors, `warn` only reports them, `off` does not check
    :ivar rules_off: ids of single rules that are not checked
    :ivar rules_raised: ids of single rules whose warnings are errors
    :ivar pg_api_key: V1 virtual accounts of KG Inicis: the merchant's API key at the PG
    """

    name: str
    connection: Connection
    provider: str
    key: str | None = None
    group: str | None = None
    pg: str | None = None
    vat: str = "automatic"
    vat_rounding: str = "down"
    contracts: frozenset[str] = frozenset()
    check: str = "strict"
    rules_off: frozenset[str] = frozenset()
    rules_raised: frozenset[str] = frozenset()
    pg_api_key: Secret | None = None
    store_id: str | None = None
    tier: str | None = None

    @property
    def api(self) -> str:
        """The API plugin's name."""
        return self.connection.api
