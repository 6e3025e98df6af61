"""The generated reference is up to date, and the pages written by hand leave nothing out."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from pgbridge import config
from pgbridge.rules import kinds
from tests.docs.pages import ROOT, named, pages

DOCS = ROOT / "docs"
PATH = re.compile(
    r"`((?:pgbridge|plugins|docs|tests|examples)/[\w./-]+\.\w+|(?:pgbridge_\w+|drivers)/[\w./-]+\.py)`"
)


@pytest.fixture(scope="module")
def generator() -> Any:
    """The generator, imported from where it lies."""
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_reference_is_what_the_generator_writes(generator: Any) -> None:
    wanted = generator.pages()
    found = {
        path.relative_to(DOCS / "reference").as_posix(): path.read_text(encoding="utf-8")
        for path in (DOCS / "reference").rglob("*.md")
    }
    stale = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    assert not stale, "run: python docs/generate.py"


def test_every_page_is_in_the_navigation() -> None:
    class Loader(yaml.SafeLoader):
        pass

    listed = set(
        re.findall(r"[\w/-]+\.md", yaml.dump(yaml.load((ROOT / "mkdocs.yml").read_text(), Loader)["nav"]))
    )
    there = {
        path.relative_to(DOCS).as_posix()
        for path in DOCS.rglob("*.md")
        if path.relative_to(DOCS).parts[0] != "changelog.d"
    }
    assert listed == there


def test_every_setting_of_the_config_is_explained() -> None:
    page = (DOCS / "how-to" / "config.md").read_text(encoding="utf-8")
    kinds = (
        config.SecretRef,
        config.ConnectionEntry,
        config.ChannelEntry,
        config.SellerEntry,
        config.RouteEntry,
        config.LedgerEntry,
        config.PolicyEntry,
    )
    missing = [
        f"{kind.__name__}.{field.name}"
        for kind in kinds
        for field in msgspec.structs.fields(kind)
        if f"| `{field.name}` |" not in page
    ]
    assert not missing


def test_every_error_has_a_line_that_says_what_to_do(generator: Any) -> None:
    page = (DOCS / "how-to" / "read-errors.md").read_text(encoding="utf-8")
    told = set(
        re.findall(
            r"`(\w+)`", "\n".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
        )
    )
    assert {kind.__name__ for kind in generator.error_classes()} <= told


def test_every_kind_of_rule_is_named_to_who_adds_a_pg() -> None:
    page = (DOCS / "how-to" / "add-a-pg.md").read_text(encoding="utf-8")
    functions = {
        name
        for name, item in vars(kinds).items()
        if callable(item) and getattr(item, "__annotations__", {}).get("return") == "Rule" and name != "make"
    }
    known_elsewhere = {"unsupported_operation"}
    assert {name for name in functions if f"`{name}`" not in page} <= known_elsewhere


def test_every_kind_of_event_is_named() -> None:
    page = (DOCS / "how-to" / "config.md").read_text(encoding="utf-8")
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pgbridge").rglob("*.py"))
    emitted = set(re.findall(r"""Event\(\s*kind="(\w+)\"""", sources))
    assert emitted
    assert not [kind for kind in emitted if f"`{kind}`" not in page]


def test_every_package_that_is_installed_is_explained() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["cli"], *extras["server"]]
    page = (DOCS / "explanation" / "dependencies.md").read_text(encoding="utf-8")
    assert not [
        name for name in (re.split(r"[<>=\[]", line)[0] for line in wanted) if f"[{name}]" not in page
    ]


@pytest.mark.parametrize("page", pages(), ids=named)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    places = (ROOT, *(ROOT / "plugins").iterdir(), ROOT / "pgbridge")
    missing = [
        path
        for path in PATH.findall(page.read_text(encoding="utf-8"))
        if not any((place / path).exists() for place in places)
    ]
    assert not missing


def test_the_way_of_a_charge_names_functions_that_are_there() -> None:
    page = (DOCS / "explanation" / "flows.md").read_text(encoding="utf-8")
    named_there = re.findall(r"`(pgbridge/[\w/]+\.py)`, `(\w+)`", page)
    assert len(named_there) > 8
    missing = [
        (path, name)
        for path, name in named_there
        if not re.search(rf"\b(?:def|class) {name}\b", (ROOT / path).read_text(encoding="utf-8"))
    ]
    assert not missing


def test_each_change_has_a_kind_and_a_sentence() -> None:
    fragments = list((DOCS / "changelog.d").iterdir())
    assert fragments
    for fragment in fragments:
        assert re.fullmatch(r"[a-z0-9-]+\.(added|changed|fixed|removed|security)\.md", fragment.name), (
            fragment.name
        )
        assert fragment.read_text(encoding="utf-8").strip().endswith("."), fragment.name
