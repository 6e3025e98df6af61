"""Every file is a provider; one is imported only when it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pgbridge_providers
import pytest
from pgbridge_providers.plugin import pgbridge_register_providers

from pgbridge.rules import Provider, ProviderRef

ROOT = Path(pgbridge_providers.__file__).parent
REFS = list(pgbridge_register_providers())


def test_every_file_is_a_provider() -> None:
    files = {
        (folder, path.stem.replace("_", "-"))
        for folder in ("v1", "v2")
        for path in (ROOT / folder).glob("*.py")
        if path.stem != "__init__"
    }
    assert {(ref.api, ref.slug) for ref in REFS} == files
    assert {("v1", "inicis"), ("v1", "nice-v2"), ("v2", "inicis-v2"), ("v2", "nice-v2")} <= files


@pytest.mark.parametrize("ref", REFS, ids=lambda ref: f"{ref.api}-{ref.slug}")
def test_a_module_holds_the_provider_of_its_name(ref: ProviderRef) -> None:
    provider = ref.load()
    assert (provider.api, provider.slug) == (ref.api, ref.slug)
    assert provider.codes
    assert provider.operations
    assert ref.load() is provider


def test_a_counterpart_is_a_provider_of_the_other_api() -> None:
    """Not always one to one: several old modules of a PG may have one successor."""
    there = {(ref.api, ref.slug) for ref in REFS}
    for ref in REFS:
        counterpart = ref.load().counterpart
        if counterpart is not None:
            assert ("v2" if ref.api == "v1" else "v1", counterpart) in there, ref.slug


def test_loading_one_module_imports_no_other() -> None:
    code = (
        "import sys\n"
        "from pgbridge_providers.plugin import pgbridge_register_providers\n"
        "loaded = lambda: sorted(n for n in sys.modules if n.startswith(('pgbridge_providers.v1.', "
        "'pgbridge_providers.v2.')))\n"
        "refs = list(pgbridge_register_providers())\n"
        "assert loaded() == [], loaded()\n"
        "next(ref for ref in refs if ref.slug == 'inicis').load()\n"
        "assert loaded() == ['pgbridge_providers.v1.inicis'], loaded()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
