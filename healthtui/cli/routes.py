"""The routes that are found, and what protects each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from healthtui.cli import options
from healthtui.cli.output import console, say

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from healthtui.facts.http import Endpoint

_WIDE = 80  # columns from which a route fits on one line


@click.command("routes")
@options.folder
@click.option("--format", "format_", type=click.Choice(["terminal", "json"]), default="terminal", show_default=True)
def command(path: Path, format_: str) -> None:
    """Lists the routes and what protects them.

    Of every route: whether it is authenticated, validated, limited and tested, and where it is.
    """
    from healthtui.live.scan import scan
    from healthtui.report.json import routes

    card = scan(path)
    if format_ == "json":
        say(json.dumps(routes(card), indent=2))
        return
    endpoints = [endpoint for package in card.packages for endpoint in package.endpoints]
    out = console()
    if not endpoints:
        say("No routes are found.")
    elif out.width >= _WIDE:
        out.print(_table(endpoints))
    else:
        for endpoint in endpoints:
            out.print(_lines(endpoint))


def _table(endpoints: list[Endpoint]) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("Method", "Path", "Auth", "Input", "Limit", "Test", "Place"):
        table.add_column(heading, overflow="fold", no_wrap=heading not in ("Path", "Place"))
    for endpoint in endpoints:
        marks = [_mark(word) for word in _marks(endpoint)]
        table.add_row(endpoint.method, _path(endpoint), *marks, Text(_place(endpoint)))
    return table


def _lines(endpoint: Endpoint) -> RenderableType:
    from rich.console import Group
    from rich.padding import Padding
    from rich.text import Text

    named = zip(("auth", "input", "limit", "test"), _marks(endpoint), strict=True)
    marks = Text("  ").join(Text.assemble(f"{name} ", _mark(word)) for name, word in named)
    head = Text.assemble((f"{endpoint.method} ", "bold"), _path(endpoint))
    return Group(head, Padding(marks, (0, 0, 0, 2)), Padding(Text(_place(endpoint), overflow="fold"), (0, 0, 0, 2)))


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


def _path(endpoint: Endpoint) -> Text:
    from rich.text import Text

    from healthtui.report.text import plain

    return Text(plain(endpoint.path))


def _place(endpoint: Endpoint) -> str:
    from healthtui.report.text import plain

    return f"{plain(endpoint.place.path)}:{endpoint.place.line}"
