"""Plugins in, one frozen registry out."""

import pytest

from pgbridge import ConfigError, Event, hookimpl
from pgbridge.registry import Registry, installed
from pgbridge.rules import Capability, Provider, ProviderRef, required
from pgbridge.wire import Api


def api(name="v9"):
    return Api(
        name=name,
        title="T",
        base_url="http://x",
        package="nothing",
        secrets=(),
        judge=lambda r: None,
        authorise=lambda c, t: (),
    )


class Apis:
    @hookimpl
    def pgbridge_register_apis(self):
        return [api()]


class SameApi(Apis):
    pass


class Providers:
    loads = 0

    @hookimpl
    def pgbridge_register_providers(self):
        def load():
            self.loads += 1
            return Provider(
                slug="mine",
                api="v9",
                codes=("MINE",),
                name_en="Mine",
                name_ko="마인",
                source="s",
                operations={"instant": Capability()},
                rules=(),
            )

        return [ProviderRef(api="v9", slug="mine", load=load)]


class HouseRules:
    @hookimpl
    def pgbridge_register_rules(self, provider):
        return [required("instant.house", "note", on=("instant",), fact="Our shop always sends a note.")]


class Unknown:
    @hookimpl
    def pgbridge_does_not_exist(self):
        return []


class Watcher:
    def __init__(self, fail=False):
        self.seen, self.fail = [], fail

    @hookimpl
    def pgbridge_observe(self, event):
        self.seen.append(event)
        if self.fail:
            raise RuntimeError("an observer broke")


def test_an_api_is_found_by_name():
    assert Registry.of(Apis()).api("v9").title == "T"


def test_two_plugins_with_the_same_api_are_refused():
    with pytest.raises(ConfigError, match="v9"):
        Registry.of(Apis(), SameApi())


def test_two_plugins_with_the_same_provider_are_refused():
    with pytest.raises(ConfigError, match="mine"):
        Registry.of(Providers(), Providers())


def test_unknown_hooks_are_refused():
    with pytest.raises(ConfigError, match="pgbridge_does_not_exist"):
        Registry.of(Unknown())


def test_unknown_names_say_what_there_is():
    registry = Registry.of(Apis(), Providers())
    with pytest.raises(ConfigError, match="v9"):
        registry.api("v8")
    with pytest.raises(ConfigError, match="mine"):
        registry.provider("v9", "yours")


def test_a_provider_is_loaded_once_and_when_asked_for():
    plugin = Providers()
    registry = Registry.of(plugin)
    assert plugin.loads == 0
    assert registry.provider("v9", "mine") is registry.provider("v9", "mine")
    assert plugin.loads == 1


def test_house_rules_come_on_top():
    rules = Registry.of(Providers(), HouseRules()).provider("v9", "mine").rules
    assert [rule.id for rule in rules] == ["instant.house"]


def test_a_broken_observer_stops_nobody():
    broken, fine = Watcher(fail=True), Watcher()
    Registry.of(broken, fine).observe(Event(kind="warning"))
    assert len(broken.seen) == len(fine.seen) == 1


def test_further_observers_of_one_bridge():
    seen = []
    registry = Registry.of(Apis())
    registry.watched(seen.append).observe(Event(kind="warning"))
    registry.observe(Event(kind="warning"))
    assert len(seen) == 1


def test_the_installed_plugins():
    registry = installed()
    assert set(registry.apis) >= {"v1", "v2"}
    assert {
        ("v1", "inicis"),
        ("v1", "nice"),
        ("v1", "nice-v2"),
        ("v2", "inicis-v2"),
        ("v2", "nice-v2"),
    } <= set(registry.providers())
    assert registry.open_ledger("nothing://") is None
    assert registry.select_channel(None, []) is None
