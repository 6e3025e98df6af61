"""`pgbridge.toml`: connections, channels, sellers, routes and the ledger. Secrets only by reference."""

from __future__ import annotations

import math
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta, Struct

from pgbridge.context import Policy
from pgbridge.errors import ConfigError
from pgbridge.model.channel import Channel, Connection, Secret, unsafe_url
from pgbridge.routing import Route, Seller
from pgbridge.rules import CONTRACTS
from pgbridge.shops import FacadeSettings, Shop

T = TypeVar("T")
Text = Annotated[str, Meta(min_length=1)]
NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")


class SecretRef(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a secret is: an environment variable or a file."""

    env: str | None = None
    file: str | None = None


class ConnectionEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[connections.NAME]`."""

    api: Text
    environment: Literal["test", "live"]
    key: SecretRef | None = None
    secret: SecretRef | None = None
    base_url: str = ""
    store_id: str | None = None
    tier: str | None = None
    merchant_code: str | None = None
    sdk_url: str = ""
    connect_timeout: float = 10.0
    read_timeout: float = 60.0


class ChannelEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[channels.NAME]`."""

    connection: Text
    provider: Text
    key: str | None = None
    group: str | None = None
    pg: str | None = None
    vat: Literal["automatic", "designated", "zero-rated", "exempt"] = "automatic"
    vat_rounding: Literal["down", "half-up", "up"] = "down"
    contracts: tuple[str, ...] = ()
    check: Literal["strict", "warn", "off"] = "strict"
    rules_off: tuple[str, ...] = ()
    rules_raised: tuple[str, ...] = ()
    pg_api_key: SecretRef | None = None


class SellerEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[sellers.NAME]`: a marketplace's sub-merchant."""

    channels: tuple[str, ...] = ()
    tier: str | None = None
    store_id: str | None = None


class RouteEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[routes]]`, tried in order; the first that fits decides."""

    channels: dict[str, float] | tuple[str, ...]
    name: str = ""
    operations: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    sellers: tuple[str, ...] = ()
    min_amount: int | None = None
    max_amount: int | None = None
    fallback: tuple[str, ...] = ()
    failover_codes: tuple[str, ...] = ()


class LedgerEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[ledger]`; a URL with a password in it is given by reference."""

    url: str | SecretRef = "sqlite:///pgbridge.sqlite3"


class ShopEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[facade.shops.NAME]`: a V1 account that the facade answers for."""

    key: SecretRef
    secret: SecretRef
    channels: tuple[str, ...] = ()
    sellers: tuple[str, ...] = ()
    v1: str | None = None
    channel_keys: dict[str, str] = {}
    webhook_url: str | None = None
    webhook_format: Literal["json", "form"] = "json"
    confirm_url: str | None = None
    notice_hosts: tuple[str, ...] = ()


class WebhookEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[facade.webhooks.CONNECTION]`: how V2's webhooks of a connection are proven."""

    secrets: tuple[SecretRef, ...]


class FacadeEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[facade]`: times in seconds, sizes in bytes."""

    shops: dict[str, ShopEntry] = {}
    webhooks: dict[str, WebhookEntry] = {}
    deadline: Annotated[float, Meta(gt=0)] = 60.0
    busy_wait: Annotated[float, Meta(ge=0)] = 20.0
    max_body: Annotated[int, Meta(ge=1_024)] = 262_144
    read_timeout: Annotated[float, Meta(gt=0)] = 10.0
    concurrency: Annotated[int, Meta(ge=1)] = 256


class PolicyEntry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[policy]`: seconds, see `pgbridge.context.Policy`."""

    lookup_lag: float = 15.0
    quiet_time: float = 600.0
    read_retries: int = 3


class File(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The whole file."""

    connections: dict[str, ConnectionEntry] = {}
    channels: dict[str, ChannelEntry] = {}
    sellers: dict[str, SellerEntry] = {}
    routes: tuple[RouteEntry, ...] = ()
    ledger: LedgerEntry = LedgerEntry()
    policy: PolicyEntry = PolicyEntry()
    facade: FacadeEntry | None = None


class Config(Struct, frozen=True, kw_only=True):
    """A config that was read and fits together."""

    connections: Mapping[str, Connection] = {}
    channels: Mapping[str, Channel] = {}
    sellers: Mapping[str, Seller] = {}
    routes: tuple[Route, ...] = ()
    ledger_url: str = "sqlite:///pgbridge.sqlite3"
    policy: Policy = Policy()
    facade: FacadeSettings | None = None

    def __repr__(self) -> str:
        # The ledger's URL may hold a password.
        return f"Config(connections={sorted(self.connections)}, channels={sorted(self.channels)})"


def find(path: str | os.PathLike[str] | None = None) -> Path:
    """Return the config file: the argument, `PGBRIDGE_CONFIG`, or `pgbridge.toml` in the working folder.

    :raises ConfigError: there is none
    """
    chosen = Path(path or os.environ.get("PGBRIDGE_CONFIG") or "pgbridge.toml")
    if not chosen.is_file():
        raise ConfigError(
            f"no config at {chosen}: pass a path, set PGBRIDGE_CONFIG, or write pgbridge.toml in the working folder"
        )
    return chosen


def read(path: str | os.PathLike[str] | None = None, *, secrets: bool = True) -> Config:
    """Read a config file.

    :param secrets: False leaves every secret empty, for what sends nothing and runs where there are none
    :raises ConfigError: it is missing or wrong; the message lists everything that is
    """
    chosen = find(path)
    try:
        data = tomllib.loads(chosen.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{chosen}: not valid TOML: {error}") from None
    return parse(data, where=str(chosen), folder=chosen.resolve().parent, secrets=secrets)


def parse(
    data: Mapping[str, object], *, where: str = "config", folder: Path | None = None, secrets: bool = True
) -> Config:
    """Turn a config's data into a `Config`.

    :param folder: what relative paths of secrets and of the ledger's file are relative to
    :param secrets: False leaves every secret empty
    """
    try:
        file = msgspec.convert(data, File)
    except msgspec.ValidationError as error:
        text, _, path = str(error).partition(" - at ")
        raise ConfigError(f"{where}: {path.strip('`$.') or 'top level'}: {text}") from None
    reader = Reader(file, folder or Path(), secrets=secrets)
    config = reader.config()
    if reader.problems:
        raise ConfigError(
            f"{where} has {len(reader.problems)} problem(s):\n  - " + "\n  - ".join(reader.problems)
        )
    return config


class Reader:
    """Puts a file's entries together and collects what does not fit."""

    def __init__(self, file: File, folder: Path, *, secrets: bool = True) -> None:
        self.file, self.folder, self.secrets, self.problems = file, folder, secrets, list[str]()

    def config(self) -> Config:
        """Return the config; whether it is any good, `problems` tells."""
        connections = {name: self.connection(name, entry) for name, entry in self.file.connections.items()}
        channels = {
            name: self.channel(name, entry, connections[entry.connection])
            for name, entry in self.file.channels.items()
            if self.known(f"channels.{name}.connection", entry.connection, connections)
        }
        sellers = {name: self.seller(name, entry) for name, entry in self.file.sellers.items()}
        routes = tuple(self.route(number, entry) for number, entry in enumerate(self.file.routes))
        policy = self.file.policy
        return Config(
            connections=connections,
            channels=channels,
            sellers=sellers,
            routes=routes,
            ledger_url=self.ledger_url(),
            policy=Policy(
                lookup_lag=policy.lookup_lag, quiet_time=policy.quiet_time, read_retries=policy.read_retries
            ),
            facade=self.facade(self.file.facade) if self.file.facade is not None else None,
        )

    def facade(self, entry: FacadeEntry) -> FacadeSettings:
        """Return the facade's settings."""
        secrets = {
            name: tuple(
                self.secret(f"facade.webhooks.{name}.secrets[{number}]", ref)
                for number, ref in enumerate(hook.secrets)
            )
            for name, hook in entry.webhooks.items()
            if self.known("facade.webhooks", name, self.file.connections)
        }
        shops = {name: self.shop(name, shop) for name, shop in entry.shops.items()}
        if not shops:
            self.problems.append("facade.shops: name at least one, with its V1 key and secret")
        keys = [shop.key for shop in shops.values()]
        if self.secrets and len(set(keys)) < len(keys):
            self.problems.append("facade.shops: two shops have the same key")
        return FacadeSettings(
            shops=shops,
            webhook_secrets=secrets,
            deadline=entry.deadline,
            busy_wait=entry.busy_wait,
            max_body=entry.max_body,
            read_timeout=entry.read_timeout,
            concurrency=entry.concurrency,
        )

    def shop(self, name: str, entry: ShopEntry) -> Shop:
        """Return a shop of the facade; without channels named it has every V2 channel."""
        where = f"facade.shops.{name}"
        for channel in (*entry.channels, *entry.channel_keys.values()):
            self.known(f"{where}.channels", channel, self.file.channels)
        for seller in entry.sellers:
            self.known(f"{where}.sellers", seller, self.file.sellers)
            if seller in self.file.sellers and not self.file.sellers[seller].tier:
                self.problems.append(f"{where}.sellers: {seller} has no tier, by which V1 calls name it")
        if (
            entry.v1 is not None
            and self.known(f"{where}.v1", entry.v1, self.file.connections)
            and (self.file.connections[entry.v1].api != "v1")
        ):
            self.problems.append(f"{where}.v1: {entry.v1} is no connection to V1")
        if not NAME.fullmatch(name):
            self.problems.append(f"{where}: a name has letters, digits, - and _ only")
        for field, url in (("webhook_url", entry.webhook_url), ("confirm_url", entry.confirm_url)):
            if url is not None and not url.startswith(("http://", "https://")):
                self.problems.append(f"{where}.{field}: must begin with https:// (or http:// on loopback)")
        v2 = (n for n, c in self.file.channels.items() if self.api_of(c) == "v2")
        channels = entry.channels or tuple(v2)
        if not channels:
            self.problems.append(f"{where}.channels: there is no V2 channel that its payments could go to")
        return Shop(
            name=name,
            key=self.secret(f"{where}.key", entry.key),
            secret=self.secret(f"{where}.secret", entry.secret),
            channels=channels,
            sellers=entry.sellers,
            v1=entry.v1,
            channel_keys=entry.channel_keys,
            webhook_url=entry.webhook_url,
            webhook_form=entry.webhook_format == "form",
            confirm_url=entry.confirm_url,
            notice_hosts=entry.notice_hosts,
        )

    def api_of(self, entry: ChannelEntry) -> str:
        """Return the API of a channel; empty when its connection is not there."""
        found = self.file.connections.get(entry.connection)
        return found.api if found is not None else ""

    def known(self, where: str, name: str, table: Mapping[str, object]) -> bool:
        """Tell whether a name is in a table, and note it when it is not."""
        if name not in table:
            self.problems.append(
                f"{where}: there is no {name!r}; there are {', '.join(sorted(table)) or 'none'}"
            )
        return name in table

    def connection(self, name: str, entry: ConnectionEntry) -> Connection:
        """Return a connection."""
        refs = {"key": entry.key, "secret": entry.secret}
        wanted = {"v1": ("key", "secret"), "v2": ("secret",)}.get(entry.api, ())
        credentials = {
            part: self.secret(f"connections.{name}.{part}", ref)
            for part, ref in refs.items()
            if ref is not None
        }
        for part in wanted:
            if part not in credentials:
                hint = f'{part} = {{env = "NAME"}}'
                self.problems.append(f"connections.{name}: {entry.api} needs `{hint}` or the same with file")
        for field, url in (("base_url", entry.base_url), ("sdk_url", entry.sdk_url)):
            if url and (why := unsafe_url(url)):
                self.problems.append(f"connections.{name}.{field}: {why}")
        for part in ("connect_timeout", "read_timeout"):
            if not 0 < getattr(entry, part) < math.inf:
                self.problems.append(f"connections.{name}.{part}: must be a number of seconds above 0")
        return Connection(
            name=name,
            api=entry.api,
            environment=entry.environment,
            credentials=credentials,
            base_url=entry.base_url,
            store_id=entry.store_id,
            tier=entry.tier,
            merchant_code=entry.merchant_code,
            sdk_url=entry.sdk_url,
            connect_timeout=entry.connect_timeout,
            read_timeout=entry.read_timeout,
        )

    def secret(self, where: str, ref: SecretRef) -> Secret:
        """Return what a reference points to."""
        value = ""
        if (ref.env is None) == (ref.file is None):
            self.problems.append(f"{where}: give either env or file")
        elif not self.secrets:
            return Secret("")
        elif ref.env is not None:
            value = os.environ.get(ref.env, "")
            if not value:
                self.problems.append(f"{where}: environment variable {ref.env} is not set")
        elif ref.file is not None:
            try:
                value = (self.folder / ref.file).read_text(encoding="utf-8").strip()
            except (OSError, ValueError):  # ValueError: not UTF-8, or a name that cannot be one
                self.problems.append(f"{where}: cannot read {ref.file!r}")
        return Secret(value)

    def channel(self, name: str, entry: ChannelEntry, connection: Connection) -> Channel:
        """Return a channel."""
        if connection.api == "v2" and not (entry.key or entry.group):
            self.problems.append(f"channels.{name}: V2 needs key (the channel key of the console) or group")
        if connection.api == "v1" and not (entry.key or entry.pg or entry.group):
            self.problems.append(f"channels.{name}: V1 needs pg (`provider.mid`), key or group")
        for contract in entry.contracts:
            self.known(f"channels.{name}.contracts", contract, CONTRACTS)
        api_key = self.secret(f"channels.{name}.pg_api_key", entry.pg_api_key) if entry.pg_api_key else None
        return Channel(
            name=name,
            connection=connection,
            provider=entry.provider,
            key=entry.key,
            group=entry.group,
            pg=entry.pg,
            vat=entry.vat,
            vat_rounding=entry.vat_rounding,
            contracts=frozenset(entry.contracts)
            | ({"vat", "tax-free"} if entry.vat != "automatic" else frozenset()),
            check=entry.check,
            rules_off=frozenset(entry.rules_off),
            rules_raised=frozenset(entry.rules_raised),
            pg_api_key=api_key,
        )

    def seller(self, name: str, entry: SellerEntry) -> Seller:
        """Return a seller."""
        for channel in entry.channels:
            self.known(f"sellers.{name}.channels", channel, self.file.channels)
        return Seller(name=name, channels=entry.channels, tier=entry.tier, store_id=entry.store_id)

    def route(self, number: int, entry: RouteEntry) -> Route:
        """Return a route."""
        name = entry.name or f"route {number + 1}"
        weights = entry.channels if isinstance(entry.channels, dict) else dict.fromkeys(entry.channels, 1.0)
        for channel in (*weights, *entry.fallback):
            self.known(f"routes[{number}]", channel, self.file.channels)
        for channel, weight in weights.items():
            if weight <= 0:
                self.problems.append(f"routes[{number}].channels.{channel}: a weight must be more than 0")
        for seller in entry.sellers:
            self.known(f"routes[{number}].sellers", seller, self.file.sellers)
        return Route(
            name=name,
            weights=weights,
            operations=entry.operations,
            methods=entry.methods,
            currencies=entry.currencies,
            sellers=entry.sellers,
            min_amount=entry.min_amount,
            max_amount=entry.max_amount,
            fallback=entry.fallback,
            failover_codes=frozenset(entry.failover_codes),
        )

    def ledger_url(self) -> str:
        """Return the ledger's URL with its file beside the config."""
        given = self.file.ledger.url
        url = given if isinstance(given, str) else self.secret("ledger.url", given).reveal()
        path = url.removeprefix("sqlite:///")
        if url.startswith("sqlite:///") and not Path(path).is_absolute():
            return f"sqlite:///{self.folder / path}"
        return url
