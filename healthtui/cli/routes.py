"""The routes that are found, and what protects each."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthtui.cli import options
from healthtui.cli.output import console, say
from healthtui.cli.scanning import scanned

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from healthtui.facts.http import Endpoint

_WIDE = 80  # columns from which a route fits on one line
_ENDLESS = 100_000


@click.command("routes")
@options.folder
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
def command(path: Path, format_: str) -> None:
    """Lists the routes and what protects them.

    Of every route: whether it is authenticated, validated, limited and tested, and where it is.
    """
    from healthtui.report.json import routes

    card = scanned(path)
    endpoints = [endpoint for package in card.packages for endpoint in package.endpoints]
    if format_ == "json":
        say(json.dumps(routes(card), indent=2))
    elif not endpoints:
        say("No routes are found.")
    else:
        _print(endpoints, console())


def _print(endpoints: list[Endpoint], out: Console) -> None:
    """Each on one line, or on three of a narrow terminal."""
    from healthtui.report.signs import InSigns

    if not sys.stdout.isatty():
        _print_whole(_table(endpoints), out)
    elif out.width >= _WIDE:
        out.print(InSigns(_table(endpoints)))
    else:
        for endpoint in endpoints:
            out.print(InSigns(_lines(endpoint)))


def _print_whole(table: RenderableType, out: Console) -> None:
    """One route a line, however long it is: a program looks for whole words."""
    from healthtui.report.signs import InSigns

    out.width = _ENDLESS
    with out.capture() as drawn:
        out.print(InSigns(table))
    say("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def _table(endpoints: list[Endpoint]) -> RenderableType:
    from rich.table import Table

    from healthtui.report.signs import CutPath
    from healthtui.report.text import plain

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Method", "Path", "Auth", "Input", "Limit", "Test", "Place"):
        table.add_column(heading, no_wrap=heading not in ("Path", "Place"))
    for endpoint in endpoints:
        marks = [_mark(word) for word in _marks(endpoint)]
        table.add_row(endpoint.method, CutPath(plain(endpoint.path)), *marks, CutPath(_place(endpoint)))
    return table


def _lines(endpoint: Endpoint) -> RenderableType:
    from rich.columns import Columns
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from healthtui.report.signs import CutPath
    from healthtui.report.text import plain

    head = Table.grid(padding=(0, 1, 0, 0))
    head.add_row(Text(endpoint.method, style="bold", no_wrap=True), CutPath(plain(endpoint.path)))
    named = zip(("auth", "input", "limit", "test"), _marks(endpoint), strict=True)
    marks = Columns([Text.assemble(f"{name} ", _mark(word)) for name, word in named], padding=(0, 2, 0, 0))
    return Group(head, Padding(marks, (0, 0, 0, 2)), Padding(CutPath(_place(endpoint)), (0, 0, 0, 2)))


def _marks(endpoint: Endpoint) -> tuple[str, str, str, str]:
    if endpoint.is_not_found:
        return "–", "–", "–", "–"  # listed, and counted by no check
    auth = "yes" if endpoint.is_authenticated else "public" if endpoint.is_public else "no"
    validated = "yes" if endpoint.is_validated else "no" if endpoint.reads_input else "–"
    return auth, validated, _yes(endpoint.is_limited), _yes(endpoint.is_tested)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _mark(word: str) -> Text:
    from rich.text import Text

    return Text(word, style={"yes": "green", "no": "red"}.get(word, "dim"))


def _place(endpoint: Endpoint) -> str:
    from healthtui.report.text import plain

    return f"{plain(endpoint.place.path)}:{endpoint.place.line}"
