"""Rules for every Struct: frozen, keyword-only; wire Structs leave out what is absent and nothing else."""

import importlib
import pkgutil

import msgspec
import pytest
from msgspec import Struct

import pgbridge
import pgbridge_iamport
import pgbridge_portone
import pgbridge_providers


def modules():
    for package in (pgbridge, pgbridge_iamport, pgbridge_portone, pgbridge_providers):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".cli" not in found.name:
                yield importlib.import_module(found.name)


def structs():
    found = {}
    for module in modules():
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, Struct)
                and value.__module__.startswith("pgbridge")
            ):
                found[f"{value.__module__}.{value.__qualname__}"] = value
    return found


ALL = structs()
WIRE = {name: kind for name, kind in ALL.items() if ".shapes" in name}


@pytest.mark.parametrize("kind", ALL.values(), ids=ALL.keys())
def test_frozen_and_keyword_only(kind):
    assert kind.__struct_config__.frozen
    assert kind.__match_args__ == (), "takes positional arguments"


@pytest.mark.parametrize("kind", WIRE.values(), ids=WIRE.keys())
def test_wire_structs_drop_only_what_is_absent(kind):
    if not kind.__struct_config__.omit_defaults:
        return
    defaults = [
        field.default for field in msgspec.structs.fields(kind) if field.default is not msgspec.NODEFAULT
    ]
    assert all(default is None for default in defaults), (
        f"{kind}: a default that is not None would be dropped from requests"
    )


def test_there_are_wire_structs():
    assert len(WIRE) > 20
