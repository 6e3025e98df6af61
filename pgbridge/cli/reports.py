"""What `pgbridge check` prints, one class for each format. Made of rules alone: nothing of a request is shown."""

from __future__ import annotations

import sys
from collections import Counter
from enum import StrEnum
from typing import Any, Protocol
from urllib.parse import quote

import msgspec
from msgspec import Struct

from pgbridge.cli.output import say_json
from pgbridge.cli.targets import Target
from pgbridge.cli.views import violation_view
from pgbridge.rules import Violation
from pgbridge.rules.messages import page

Seen = tuple[str, str, str]
MOST_RULES = 10  # in the summary of many requests
UNREADABLE = "input.unreadable"
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


class CheckFormat(StrEnum):
    """What goes to standard output."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    GITHUB = "github"


class Checked(Struct, frozen=True, kw_only=True, gc=False):
    """One request: what its PG's rules say, or why they could not be asked.

    :ivar line: in JSON Lines, counted from 1
    """

    line: int | None = None
    target: Target | None = None
    found: list[Violation] = []
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Tell whether the request could be sent."""
        return not self.problem and not (self.target and self.target.refuses and self.errors)

    @property
    def errors(self) -> int:
        """How many errors there are; the rest are warnings."""
        return sum(violation.severity == "error" for violation in self.found)


class Report(Protocol):
    """Takes the requests one by one."""

    def add(self, checked: Checked) -> None:
        """Report one request."""

    def close(self) -> None:
        """Report what there is to say at the end."""


def report(format: CheckFormat, name: str, *, many: bool) -> Report:
    """Return the report of a format.

    :param name: the input's file, or `standard input`
    """
    if format is CheckFormat.JSON:
        return JsonLines() if many else Json()
    if format is CheckFormat.TEXT:
        return Lines(name) if many else Text()
    return Sarif(name) if format is CheckFormat.SARIF else GitHub(name)


def write(text: str) -> None:
    """Write to standard output; thousands of small texts, so neither rich nor a flush each."""
    sys.stdout.write(text)


class Text:
    """One request, for a person."""

    def add(self, checked: Checked) -> None:
        """Report the request."""
        if checked.target and checked.target.channel and checked.target.channel.check == "off":
            write(f"{checked.target}: channel {checked.target.channel.name} does not check.\n")
        elif not checked.found:
            write(f"{checked.target}: nothing wrong.\n")
        else:
            errors = checked.errors
            write(f"{checked.target}: {errors} error(s), {len(checked.found) - errors} warning(s)\n")
        for violation in checked.found:
            write(f"\n{told(violation)}  source: {page(violation.source) or violation.source}\n")

    def close(self) -> None:
        """All is said."""


class Lines:
    """Many requests, for a person: those with findings, then a summary."""

    def __init__(self, name: str) -> None:
        self.name, self.counts, self.rules = name, Counter[str](), Counter[str]()
        self.texts: dict[Seen, str] = {}

    def add(self, checked: Checked) -> None:
        """Report a request that has something."""
        self.counts["all"] += 1
        if checked.problem:
            self.counts["unreadable"] += 1
            write(f"{self.name}:{checked.line}: unreadable: {checked.problem}\n")
        if not checked.found or checked.target is None:
            return
        self.counts["errors" if checked.errors else "warnings"] += 1
        for violation in checked.found:
            self.rules[violation.rule] += 1
            seen = (checked.target.api, violation.rule, violation.severity)
            if seen not in self.texts:
                self.texts[seen] = told(violation)
            write(f"{self.name}:{checked.line}: {self.texts[seen]}")

    def close(self) -> None:
        """Sum up."""
        count = self.counts
        write(
            f"{count['all']:,} request(s): {count['errors']:,} with errors, {count['warnings']:,} with warnings only, "
            f"{count['unreadable']:,} unreadable\n"
        )
        for rule, number in self.rules.most_common(MOST_RULES):
            write(f"  {number:>9,}  {rule}\n")
        if len(self.rules) > MOST_RULES:
            write(f"  and {len(self.rules) - MOST_RULES} more rule(s)\n")


def told(violation: Violation) -> str:
    """Write a violation: where, which rule, what to do."""
    return f"{violation.severity}: {violation.field or 'the request'}  [{violation.rule}]\n  {violation.message}\n"


class Json:
    """One request as one JSON document."""

    def add(self, checked: Checked) -> None:
        """Report the request."""
        say_json({**about(checked), "violations": [violation_view(v) for v in checked.found]})

    def close(self) -> None:
        """All is said."""


class JsonLines:
    """Many requests, one line of JSON for each that is not blank."""

    def __init__(self) -> None:
        self.encoder = msgspec.json.Encoder()
        self.views: dict[Seen, msgspec.Raw] = {}

    def add(self, checked: Checked) -> None:
        """Report a request."""
        facts: dict[str, Any] = {"line": checked.line}
        if checked.target is None:
            facts |= {"ok": False, "error": checked.problem}
        else:
            facts |= about(checked)
            facts["violations"] = [self.view(checked.target.api, v) for v in checked.found]
        write(self.encoder.encode(facts).decode() + "\n")

    def view(self, api: str, violation: Violation) -> msgspec.Raw:
        """Return a violation as JSON, written once."""
        seen = (api, violation.rule, violation.severity)
        if seen not in self.views:
            self.views[seen] = msgspec.Raw(self.encoder.encode(violation_view(violation)))
        return self.views[seen]

    def close(self) -> None:
        """All is said."""


def about(checked: Checked) -> dict[str, Any]:
    """Return what was asked, and whether the request could be sent."""
    target = checked.target
    assert target is not None
    return {
        "ok": checked.ok,
        "api": target.api,
        "provider": target.provider.slug,
        "operation": target.operation,
        "platform": target.platform,
        "channel": target.channel.name if target.channel else None,
    }


class Sarif:
    """One SARIF 2.1.0 log, for code scanning; written as it comes, so that memory does not grow with the input."""

    def __init__(self, name: str) -> None:
        self.uri = quote("stdin" if name == "standard input" else name)
        self.rules: dict[str, dict[str, Any]] = {}
        self.comma = ""
        write(f'{{"$schema": "{SARIF}", "version": "2.1.0", "runs": [{{"results": [')

    def add(self, checked: Checked) -> None:
        """Report what is found in a request."""
        if checked.problem:
            self.result(UNREADABLE, "error", checked.problem, checked.line, None)
            self.rules.setdefault(UNREADABLE, {"id": UNREADABLE})
        for violation in checked.found:
            self.rules.setdefault(
                violation.rule,
                {
                    "id": violation.rule,
                    "shortDescription": {"text": violation.message},
                    **({"helpUri": link} if (link := page(violation.source)) else {}),
                    "properties": {"kind": violation.kind, "source": violation.source},
                },
            )
            self.result(
                violation.rule, violation.severity, violation.message, checked.line, violation.field or None
            )

    def result(self, rule: str, level: str, text: str, line: int | None, field: str | None) -> None:
        """Write one result."""
        place: dict[str, Any] = {
            "physicalLocation": {
                "artifactLocation": {"uri": self.uri},
                "region": {"startLine": line or 1},
            }
        }
        if field:
            place["logicalLocations"] = [{"fullyQualifiedName": field}]
        found = {"ruleId": rule, "level": level, "message": {"text": text}, "locations": [place]}
        write(f"{self.comma}\n{msgspec.json.encode(found).decode()}")
        self.comma = ","

    def close(self) -> None:
        """Name the rules, and end the log."""
        driver = {"name": "pgbridge", "rules": list(self.rules.values())}
        write(f'\n], "tool": {msgspec.json.encode({"driver": driver}).decode()}}}]}}\n')


class GitHub:
    """Workflow commands, which GitHub shows beside the lines of a change."""

    def __init__(self, name: str) -> None:
        self.file = "" if name == "standard input" else escaped(name)
        self.texts: dict[Seen, tuple[str, str]] = {}

    def add(self, checked: Checked) -> None:
        """Report what is found in a request."""
        if checked.problem:
            self.annotate("error", UNREADABLE, message(checked.problem), checked.line)
        for violation in checked.found:
            assert checked.target is not None
            seen = (checked.target.api, violation.rule, violation.severity)
            if seen not in self.texts:
                text = f"{violation.field}: {violation.message}" if violation.field else violation.message
                self.texts[seen] = (escaped(violation.rule), message(text))
            self.annotate(violation.severity, *self.texts[seen], checked.line)

    def annotate(self, level: str, title: str, text: str, line: int | None) -> None:
        """Write one annotation of texts that are escaped."""
        where = f"file={self.file},line={line or 1}," if self.file else ""
        write(f"::{level} {where}title={title}::{text}\n")

    def close(self) -> None:
        """All is said."""


def message(text: str) -> str:
    """Escape the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped(value: str) -> str:
    """Escape a property of a workflow command."""
    for character in "%\r\n:,":
        value = value.replace(character, f"%{ord(character):02X}")
    return value
