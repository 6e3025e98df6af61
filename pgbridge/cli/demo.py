"""`pgbridge demo`: the main job on the embedded simulator, told in plain English and checked as it is told."""

from __future__ import annotations

import time
from typing import Any

import typer
from rich.padding import Padding
from rich.text import Text

from pgbridge.cli.output import Format, FormatOption, complain, console, say_json
from pgbridge.cli.stage import Surprise, Teller
from pgbridge.cli.story import CHAPTERS
from pgbridge.errors import PgbridgeError


class Printer(Teller):
    """Tells the story on the terminal as it happens."""

    def __init__(self) -> None:
        self.out = console()

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self.out.print(f"\n{title}", style="bold")

    def say(self, text: str) -> None:
        """Tell something."""
        self.out.print(indented(text))

    def expect(self, claim: str, *, holds: bool) -> None:
        """Claim something, and stop if it is not so."""
        self.out.print(indented(f"{'✓' if holds else '✗'} {claim}"), style="green" if holds else "red")
        if not holds:
            raise Surprise(claim)


class Recorder(Teller):
    """Keeps the story for a machine."""

    def __init__(self) -> None:
        self.chapters: list[dict[str, Any]] = []

    def chapter(self, title: str) -> None:
        """Begin a chapter."""
        self.chapters.append({"title": title, "told": [], "checks": []})

    def say(self, text: str) -> None:
        """Tell something."""
        self.chapters[-1]["told"].append(text)

    def expect(self, claim: str, *, holds: bool) -> None:
        """Claim something, and stop if it is not so."""
        self.chapters[-1]["checks"].append({"claim": claim, "holds": holds})
        if not holds:
            raise Surprise(claim)


def indented(text: str) -> Padding:
    """Return a paragraph that stays indented where it is folded."""
    return Padding(Text(text), (0, 0, 0, 2), expand=False)


def demo(format: FormatOption = Format.TEXT) -> None:
    """Show the main job on the embedded simulator: no config, no network, no real money.

    Everything told is checked as it is told; exits 1 if something is not so.
    """
    began = time.monotonic()
    recorder = Recorder()
    teller: Teller = recorder if format is Format.JSON else Printer()
    problem = None
    try:
        for chapter in CHAPTERS:
            chapter(teller)
    except Surprise as surprise:
        problem = f"not as told: {surprise}"
    except PgbridgeError as error:
        problem = f"{type(error).__name__}: {error}"
    seconds = round(time.monotonic() - began, 2)
    if format is Format.JSON:
        say_json(
            {"ok": problem is None, "problem": problem, "seconds": seconds, "chapters": recorder.chapters}
        )
    elif problem is None:
        console().print(f"\nThat was all, in {seconds} s, without a config, a network or real money.")
    else:
        complain(f"the demo did not go as told: {problem}")
    if problem is not None:
        raise typer.Exit(1)
