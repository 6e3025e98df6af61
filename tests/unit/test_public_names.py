"""The public names stand three times in `pgbridge/__init__.py`: for type checkers, for loading, for `import *`. They agree."""

import ast
import inspect
import subprocess
import sys

import pytest

import pgbridge
from pgbridge.catalogue import kinds


def imported():
    """What a type checker sees: each name, and the module it comes from."""
    (block,) = (
        node
        for node in ast.parse(inspect.getsource(pgbridge)).body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    )
    return {(each.asname or each.name): node.module for node in block.body for each in node.names}


def test_types_loading_and_star_name_the_same():
    assert imported() == pgbridge.HOMES
    assert set(pgbridge.__all__) == set(pgbridge.HOMES)


def test_the_lists_are_sorted_and_name_nothing_twice():
    assert list(pgbridge.__all__) == sorted(set(pgbridge.__all__))
    assert list(pgbridge.HOMES) == sorted(pgbridge.HOMES)
    assert dir(pgbridge) == pgbridge.__all__


@pytest.mark.parametrize("name", pgbridge.__all__)
def test_each_name_loads(name):
    assert getattr(pgbridge, name) is not None


def test_every_operation_is_public():
    assert {kind.__name__ for kind in kinds().values()} <= set(pgbridge.__all__)


def test_a_name_that_is_none():
    with pytest.raises(AttributeError, match="Nonsense"):
        _ = pgbridge.Nonsense


def test_a_bare_import_loads_nothing_of_ours():
    code = "import sys, pgbridge; print([m for m in sys.modules if m.startswith('pgbridge.') or m in ('httpx', 'msgspec')])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
