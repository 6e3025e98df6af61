"""Whose rules a request is held against: named by options, by the request's own file, or by a channel of the config."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from pgbridge import config as configs
from pgbridge.errors import ConfigError
from pgbridge.model.channel import Channel
from pgbridge.registry import Registry
from pgbridge.rules import CONTRACTS, Provider, Violation
from pgbridge.rules import check as run_rules
from pgbridge.rules.checking import PLATFORMS

Key = tuple[Any, ...]
NAMES = ("api", "provider", "operation", "platform", "channel")


class Target(Struct, frozen=True, kw_only=True):
    """One PG's rules on one request, under the settings of a channel if there is one."""

    provider: Provider
    operation: str
    platform: str | None
    contracts: frozenset[str]
    channel: Channel | None = None

    @property
    def api(self) -> str:
        """The API's name."""
        return self.provider.api

    @property
    def refuses(self) -> bool:
        """Tell whether an error would keep the request from being sent."""
        return self.channel is None or self.channel.check == "strict"

    def check(self, request: object) -> list[Violation]:
        """List what is wrong with a request."""
        channel = self.channel
        if channel is None:
            return run_rules(
                self.provider, self.operation, request, platform=self.platform, contracts=self.contracts
            )
        if channel.check == "off":
            return []
        return run_rules(
            self.provider,
            self.operation,
            request,
            platform=self.platform,
            contracts=self.contracts,
            off=channel.rules_off,
            raised=channel.rules_raised,
        )

    def __str__(self) -> str:
        return f"{self.provider.name_en} ({self.provider.slug}) on {self.api}, {self.operation}"


class Targets:
    """Finds the target of each request; each is put together once."""

    def __init__(
        self,
        registry: Registry,
        *,
        api: str | None = None,
        provider: str | None = None,
        operation: str | None = None,
        platform: str | None = None,
        channel: str | None = None,
        contracts: frozenset[str] = frozenset(),
        config: Path | None = None,
    ) -> None:
        if strange := contracts - set(CONTRACTS):
            raise ConfigError(f"--contract: {', '.join(sorted(strange))} is none of {', '.join(CONTRACTS)}")
        self.registry, self.contracts, self.path = registry, contracts, config
        self.options = tuple(zip(NAMES, (api, provider, operation, platform, channel), strict=True))
        self.made: dict[Key, Target] = {}
        self.channels: Mapping[str, Channel] | None = None

    def of(self, data: Mapping[str, Any]) -> Target:
        """Return the target of a request; options win over what its file says.

        :raises ConfigError: something is not said, or not known
        """
        said = data if "request" in data else {}
        key = tuple(said.get(name) if given is None else given for name, given in self.options)
        try:
            return self.made[key]
        except KeyError:
            pass
        except TypeError:  # a list or an object, which nothing can be named by
            raise ConfigError(f"input: {', '.join(NAMES)} must be text") from None
        self.made[key] = target = self.make(*key)
        return target

    def settled(self) -> Target | None:
        """Return the target where the options alone name it, so that a wrong option is told before any request.

        :raises ConfigError: an option is wrong
        """
        api, provider, operation, _, channel = (given for _, given in self.options)
        return self.of({}) if operation and (channel or (api and provider)) else None

    def make(self, api: Any, provider: Any, operation: Any, platform: Any, channel: Any) -> Target:
        """Put a target together.

        :raises ConfigError: something is not said, or not known
        """
        given = dict(zip(NAMES, (api, provider, operation, platform, channel), strict=True))
        found = self.channel(given["channel"]) if given["channel"] is not None else None
        if found is not None:
            for name, own in (("api", found.api), ("provider", found.provider)):
                if given[name] not in (None, own):
                    raise ConfigError(f"--{name}: is {given[name]!r}, but channel {found.name} has {own!r}")
                given[name] = own
        for name in ("api", "provider", "operation"):
            if given[name] is None:
                raise ConfigError(f"--{name}: is needed, for the input does not name its {name}")
        if platform not in PLATFORMS:
            raise ConfigError(f"--platform: {platform!r} is unknown; use pc or mobile")
        module = self.registry.provider(given["api"], given["provider"])
        known(given["operation"], module)
        if found is not None:
            known_rules(found, module)
        return Target(
            provider=module,
            operation=given["operation"],
            platform=platform,
            contracts=self.contracts | (found.contracts if found else frozenset()),
            channel=found,
        )

    def channel(self, name: object) -> Channel:
        """Return a channel of the config.

        :raises ConfigError: there is no such channel, or the config is missing or wrong
        """
        if self.channels is None:
            self.channels = configs.read(self.path, secrets=False).channels
        if not isinstance(name, str) or name not in self.channels:
            raise ConfigError(
                f"--channel: there is no {name!r}; there are {', '.join(sorted(self.channels)) or 'none'}"
            )
        return self.channels[name]


def known(operation: str, provider: Provider) -> None:
    """Refuse an operation that the PG's module does not speak of: silence would look like approval.

    :raises ConfigError: it is not known
    """
    if operation not in provider.operations and operation not in provider.unsupported:
        names = ", ".join((*provider.operations, *provider.unsupported))
        raise ConfigError(f"--operation: {provider.slug} has no {operation!r}; there are {names}")


def known_rules(channel: Channel, provider: Provider) -> None:
    """Refuse rule ids that the PG does not have: a slip of the pen would leave the rule as it was.

    :raises ConfigError: a channel's setting names one
    """
    there = {f"{provider.slug}.{rule.id}" for rule in provider.rules}
    for setting in ("rules_off", "rules_raised"):
        if strange := sorted(getattr(channel, setting) - there):
            raise ConfigError(
                f"channels.{channel.name}.{setting}: {provider.slug} has no rule {', '.join(strange)}; "
                f"see pgbridge providers show {provider.slug} --api {provider.api}"
            )
