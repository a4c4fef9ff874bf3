"""The routes that are found, and what protects each."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from healthtui.cli import options
from healthtui.cli.output import console, say
from healthtui.cli.scanning import scanned

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

    from healthtui.facts.http import Endpoint, Operation

_WIDE = 80  # columns from which a route fits on one line
_ENDLESS = 100_000


class _Row(NamedTuple):
    method: str
    path: str
    marks: tuple[str, str, str, str]  # auth, input, limit, test
    place: str


@click.command("routes")
@options.folder
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
def command(path: Path, format_: str) -> None:
    """Lists the routes and what protects them.

    Of every route: whether it is authenticated, validated, limited and tested, and where it is. GraphQL operations stand
    below, where there are any; the JSON holds routes alone.
    """
    from healthtui.report.json import routes

    card = scanned(path)
    listed: list[Endpoint | Operation] = [endpoint for package in card.packages for endpoint in package.endpoints]
    listed += [operation for package in card.packages for operation in package.operations]
    if format_ == "json":
        say(json.dumps(routes(card), indent=2))
    elif not listed:
        say("No routes are found.")
    else:
        _print([_row(one) for one in listed], console())


def _row(one: Endpoint | Operation) -> _Row:
    from healthtui.facts.http import Operation
    from healthtui.report.text import plain

    auth = "yes" if one.is_authenticated else "public" if one.is_public else "no"
    validated = "yes" if one.is_validated else "no" if one.reads_input else "–"
    place = f"{plain(one.place.path)}:{one.place.line}"
    if isinstance(one, Operation):  # whether it is limited or tested is not read
        return _Row(one.kind, plain(one.name), (auth, validated, "–", "–"), place)
    if one.is_not_found:  # listed, and counted by no check
        return _Row(one.method, plain(one.path), ("–", "–", "–", "–"), place)
    return _Row(one.method, plain(one.path), (auth, validated, _yes(one.is_limited), _yes(one.is_tested)), place)


def _print(rows: list[_Row], out: Console) -> None:
    """Each on one line, or on three of a narrow terminal."""
    from healthtui.report.signs import InSigns

    if not sys.stdout.isatty():
        _print_whole(_table(rows), out)
    elif out.width >= _WIDE:
        out.print(InSigns(_table(rows)))
    else:
        for row in rows:
            out.print(InSigns(_lines(row)))


def _print_whole(table: RenderableType, out: Console) -> None:
    """One route a line, however long it is: a program looks for whole words."""
    from healthtui.report.signs import InSigns

    out.width = _ENDLESS
    with out.capture() as drawn:
        out.print(InSigns(table))
    say("\n".join(line.rstrip() for line in drawn.get().splitlines()))


def _table(rows: list[_Row]) -> RenderableType:
    from rich.table import Table

    from healthtui.report.signs import CutPath

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Method", "Path", "Auth", "Input", "Limit", "Test", "Place"):
        table.add_column(heading, no_wrap=heading not in ("Path", "Place"))
    for row in rows:
        table.add_row(row.method, CutPath(row.path), *map(_mark, row.marks), CutPath(row.place))
    return table


def _lines(row: _Row) -> RenderableType:
    from rich.columns import Columns
    from rich.console import Group
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from healthtui.report.signs import CutPath

    head = Table.grid(padding=(0, 1, 0, 0))
    head.add_row(Text(row.method, style="bold", no_wrap=True), CutPath(row.path))
    named = zip(("auth", "input", "limit", "test"), row.marks, strict=True)
    marks = Columns([Text.assemble(f"{name} ", _mark(word)) for name, word in named], padding=(0, 2, 0, 0))
    return Group(head, Padding(marks, (0, 0, 0, 2)), Padding(CutPath(row.place), (0, 0, 0, 2)))


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _mark(word: str) -> Text:
    from rich.text import Text

    return Text(word, style={"yes": "green", "no": "red"}.get(word, "dim"))
