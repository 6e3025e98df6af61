"""The two drivers are one loop: only `async`, `await` and what waits may differ."""

import ast
import difflib
import inspect
import textwrap

from pgbridge import AsyncBridge, Bridge
from pgbridge.drivers import aio, sync


class Plain(ast.NodeTransformer):
    """Turns an async function into the sync one it stands for."""

    def visit_AsyncFunctionDef(self, node):
        self.generic_visit(node)
        return ast.copy_location(
            ast.FunctionDef(**{f: getattr(node, f, None) for f in ast.FunctionDef._fields}), node
        )

    def visit_Await(self, node):
        return self.visit(node.value)


def body(function):
    tree = Plain().visit(ast.parse(textwrap.dedent(inspect.getsource(function))))
    node = tree.body[0]
    empty = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    node.returns, node.args, node.body = None, empty, node.body[1:]
    return ast.unparse(ast.fix_missing_locations(tree)).splitlines()


def different(name):
    theirs = body(getattr(aio.AsyncDriver, name)), body(getattr(sync.SyncDriver, name))
    return [
        line[1:].strip()
        for line in difflib.unified_diff(*theirs, lineterm="", n=0)
        if line[:1] in "+-" and line[:3] not in ("---", "+++")
    ]


def test_the_loops_are_the_same():
    assert different("run") == []


def test_answers_differ_by_the_ledgers_thread_only():
    assert different("answer") == [
        "return self.ask(effect)",
        "return effect.call(self.ledger())",
    ]


def test_tokens_differ_by_their_lock_only():
    def steps(driver):
        return [
            line.strip()
            for line in body(driver.token)
            if "lock" not in line and "signing[" not in line and "making" not in line
        ]

    assert steps(aio.AsyncDriver) == steps(sync.SyncDriver)


def test_both_bridges_offer_the_same():
    def shape(kind):
        return {
            name: list(inspect.signature(member).parameters)
            for name, member in inspect.getmembers(kind, callable)
            if not name.startswith("_")
        }

    assert shape(Bridge) == shape(AsyncBridge)
