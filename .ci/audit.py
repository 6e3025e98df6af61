"""Asks PyPI's advisory database about what is installed with pgbridge, as the lock file names it.

Exit codes: 0 nothing known, or the service cannot be reached (which is said plainly; with PGBRIDGE_AUDIT=required that
is 3); 1 something is known.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Of one version, as the auditor asks: a mirror may have the page of the project alone.
PROBE = "https://pypi.org/pypi/httpx/0.28.1/json"
UNREACHABLE = 3


def main() -> int:
    """Export, ask, tell; with `--reachable` only try whether there is anybody to ask."""
    if "--reachable" in sys.argv[1:]:
        why = unreachable()
        if why:
            unaudited(why)
        return UNREACHABLE if why else 0
    if why := unreachable():
        return unaudited(why)
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "requirements.txt"
        export = (
            "uv export --frozen --all-packages --all-extras --no-dev --no-emit-workspace --no-hashes --quiet"
        )
        wanted.write_bytes(subprocess.run(export.split(), cwd=ROOT, check=True, capture_output=True).stdout)
        command = [sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--format", "json"]
        done = subprocess.run([*command, "-r", str(wanted)], check=False, capture_output=True, text=True)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return unaudited((done.stderr.strip().splitlines() or ["pip-audit told nothing"])[-1])
    skipped = [package["name"] for package in packages if "skip_reason" in package]
    if len(skipped) == len(packages):
        return unaudited("none of the packages is known there")
    found = [(package, each) for package in packages for each in package.get("vulns", ())]
    for package, each in found:
        fixed = ", ".join(each["fix_versions"]) or "no release yet"
        print(f"{package['name']} {package['version']}: {each['id']}, fixed in {fixed}")
    print(f"audit: {len(packages) - len(skipped)} packages asked about, {len(found)} finding(s)")
    if skipped:
        print(f"audit: not known there, so not audited: {', '.join(skipped)}")
    return 1 if found else 0


def unreachable() -> str:
    """Return why the advisory service cannot be asked; empty when it can."""
    try:
        with urllib.request.urlopen(PROBE, timeout=15) as answer:
            json.load(answer)["vulnerabilities"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def unaudited(why: str) -> int:
    """Say that nothing was audited."""
    print(f"audit: NOT AUDITED, the advisory service cannot be reached ({why})")
    return UNREACHABLE if os.environ.get("PGBRIDGE_AUDIT") == "required" else 0


if __name__ == "__main__":
    raise SystemExit(main())
