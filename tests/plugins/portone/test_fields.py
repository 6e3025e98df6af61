"""The tables of fields: every path exists, and what is dropped has no place. That each field goes somewhere is tested
for both APIs at once in `tests/contract/test_fields.py`.
"""

import importlib
import pkgutil
import typing

import msgspec
import pytest

from pgbridge_portone import operations


def modules():
    for found in pkgutil.walk_packages(operations.__path__, f"{operations.__name__}."):
        if not found.ispkg:
            yield importlib.import_module(found.name)


MODULES = {module.OPERATION.name: module for module in modules()}


def structs_in(hint):
    """Every Struct that an annotation names."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for inner in typing.get_args(hint):
        yield from structs_in(inner)


def exists(kind, path):
    """Whether a path leads somewhere in a Struct."""
    first, _, rest = path.partition(".")
    name = first.removesuffix("[]")
    if name not in kind.__struct_fields__:
        return False
    return not rest or any(exists(inner, rest) for inner in structs_in(typing.get_type_hints(kind)[name]))


@pytest.mark.parametrize("name", MODULES)
def test_the_path_is_the_name(name):
    resource, *verb = name.split(".")
    assert MODULES[name].__name__ == f"pgbridge_portone.operations.{resource}.{'_'.join(verb)}"


@pytest.mark.parametrize("name", MODULES)
def test_every_path_exists_and_every_field_has_one(name):
    module = MODULES[name]
    assert [path for path in module.FIELDS if not exists(module.OPERATION, path)] == []
    named = {path.split(".")[0].removesuffix("[]") for path in module.FIELDS}
    assert set(module.OPERATION.__struct_fields__) - named == set()


@pytest.mark.parametrize("name", MODULES)
def test_what_is_dropped_has_no_place(name):
    module = MODULES[name]
    dropped = getattr(module, "DROPPED", frozenset())
    assert {path for path in dropped if module.FIELDS[path] is not None} == set()


def test_an_operation_that_v2_lacks_names_what_to_do():
    from pgbridge.errors import UnsupportedOperation
    from pgbridge_portone.plugin import API

    with pytest.raises(UnsupportedOperation, match="own database"):
        API.module("payments.prepare.get")
