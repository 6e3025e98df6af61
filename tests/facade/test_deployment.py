"""Dockerfile, compose file and example config hold together; no engine runs here, so they are read."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pgbridge.cli.app import application
from pgbridge.config import parse

yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "facade"


def instructions() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_runs_the_facade_as_nobody_in_particular() -> None:
    steps = instructions()
    known = {
        "FROM",
        "COPY",
        "WORKDIR",
        "ENV",
        "RUN",
        "USER",
        "EXPOSE",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "ENTRYPOINT",
        "CMD",
    }
    assert {word for word, _ in steps} <= known
    last = [word for word, _ in steps].index("FROM", 1)
    final = dict(steps[last:])
    assert final["USER"].isdigit() and int(final["USER"]) > 0
    assert "/healthz" in final["HEALTHCHECK"] and final["STOPSIGNAL"] == "SIGTERM"
    entry = yaml.safe_load(final["ENTRYPOINT"])
    assert entry[:2] == ["pgbridge", "facade"]
    command = next(c for c in application().registered_commands if c.callback.__name__ == "facade")
    options = {name.replace("_", "-") for name in command.callback.__annotations__}
    given = [
        each.removeprefix("--") for each in (*entry, *yaml.safe_load(final["CMD"])) if each.startswith("--")
    ]
    assert given and set(given) <= options
    assert final["EXPOSE"] == entry[entry.index("--port") + 1]


def test_what_the_image_copies_is_there() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    (sync,) = [rest for word, rest in instructions() if word == "RUN" and "uv sync" in rest]
    wanted = sync.split("--extra ")[1:]
    assert {each.split()[0] for each in wanted} <= set(extras)
    assert (ROOT / "uv.lock").exists()


def test_compose_names_what_it_uses() -> None:
    compose: dict[str, Any] = yaml.safe_load((EXAMPLE / "compose.yaml").read_text())
    services = compose["services"]
    assert set(services) == {"facade", "postgres"}
    for service in services.values():
        assert set(service.get("secrets", ())) <= set(compose["secrets"])
        assert ("build" in service) != ("image" in service)
    assert (EXAMPLE / services["facade"]["build"] / "Dockerfile").resolve() == ROOT / "Dockerfile"
    assert services["facade"]["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert "healthcheck" in services["postgres"]
    mounted = [each.split(":")[0] for each in services["facade"]["volumes"]]
    assert all((EXAMPLE / each).exists() for each in mounted)
    text = (EXAMPLE / "pgbridge.toml").read_text()
    assert all(f"/run/secrets/{name}" in text for name in services["facade"]["secrets"])


def test_the_example_config_is_one() -> None:
    config = parse(tomllib.loads((EXAMPLE / "pgbridge.toml").read_text()), secrets=False)
    assert config.facade is not None
    assert config.facade.shops["main"].channels == ("inicis",)
