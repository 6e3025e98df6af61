"""From an operation to the call that a page makes: which channel, what is checked. Nothing is sent or written down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

import msgspec

from pgbridge.adjust import adjust
from pgbridge.checks import uncarried, violations
from pgbridge.errors import BadAnswer, ConfigError, RuleViolation, UnsupportedOperation
from pgbridge.model.browser import BrowserCall, BrowserResult, Sdk
from pgbridge.model.channel import Channel
from pgbridge.operations.browser.base import BrowserOperation
from pgbridge.plan.planner import Planner
from pgbridge.registry import Registry
from pgbridge.validate import problems
from pgbridge.wire import Api, OperationModule, WireRequest, WireResponse

PLATFORMS = ("pc", "mobile")


def browser_call(
    planner: Planner,
    op: BrowserOperation,
    *,
    channel: str | None = None,
    seller: str | None = None,
    platform: str | None = None,
) -> BrowserCall:
    """Return the call that opens the window.

    :raises RuleViolation: the operation is wrong, or the API or the PG would not take it
    """
    if platform is not None and platform not in PLATFORMS:
        raise ConfigError(f"platform: {platform!r} is none of pc, mobile; leave it out when it is not known")
    if found := problems(op):
        raise RuleViolation(found, subject=op.name)
    chosen = planner.named(channel, seller) if channel else planner.choice(op, seller, platform).channels[0]
    planner.check_running(chosen)
    api = planner.api(chosen)
    module = api.module(op.name)
    final = adjust(op, chosen)
    request = module.encode(final, chosen)
    broken = violations(planner.registry, chosen, module, request, platform)
    told = [f"{v.message} [{v.rule}]" for v in planner.refusals(final, chosen, module, broken)]
    if platform is None:
        told += either(planner.registry, chosen, module, request, {v.rule for v in broken})
    told += [f"{path}: {api.title} has no place for it" for path in uncarried(final, module, api.title)[1]]
    told += remarks_of(module, final, chosen)
    sdk = sdk_of(api, chosen)
    return BrowserCall(
        function=request.path,
        params=params_of(request),
        before=tuple(request.params.values()),
        sdk=sdk,
        channel=chosen.name,
        warnings=(*dict.fromkeys(told), *((sdk.missing,) if sdk.missing else ())),
    )


def either(
    registry: Registry, channel: Channel, module: OperationModule, request: WireRequest, known: set[str]
) -> Iterator[str]:
    """Tell what would be wrong on one kind of device, when it is not known which one it will be."""
    for platform in PLATFORMS:
        for found in violations(registry, channel, module, request, platform):
            if found.rule not in known:
                yield f"on {platform}: {found.message} [{found.rule}]"


def remarks_of(module: OperationModule, op: Any, channel: Channel) -> tuple[str, ...]:
    """Return what the API only comes near to."""
    remarks = getattr(module, "remarks", None)
    return tuple(remarks(op, channel)) if remarks is not None else ()


def params_of(request: WireRequest) -> dict[str, Any]:
    """Return the parameters as plain JSON data."""
    return cast("dict[str, Any]", msgspec.json.decode(request.content))


def sdk_of(api: Api, channel: Channel) -> Sdk:
    """Return how a page loads the API's SDK.

    :raises UnsupportedOperation: the API has none
    """
    if api.sdk is None:
        raise UnsupportedOperation("browser", api.title, "use another API's channel")
    return api.sdk(channel)


def browser_result(registry: Registry, apis: Iterable[str], result: Mapping[str, Any] | str) -> BrowserResult:
    """Read what a window said, in whichever API's words.

    :param result: what the callback or promise gave, or the address or query that a redirect came back with
    :raises BadAnswer: it is none of the APIs' results
    """
    told = (
        dict(parse_qsl(urlsplit(result).query or result.lstrip("?"))) if isinstance(result, str) else result
    )
    try:
        response = WireResponse(status=200, body=msgspec.json.encode(told))
    except (TypeError, ValueError, msgspec.MsgspecError):
        raise BadAnswer("the browser's result cannot be read", reason="protocol_error") from None
    for name in apis:
        if registry.api(name).supports("browser.payment"):
            try:
                return cast(
                    "BrowserResult", registry.api(name).module("browser.payment").decode(None, response)
                )
            except BadAnswer:
                continue
    raise BadAnswer("this is no result of a payment window", reason="protocol_error")
