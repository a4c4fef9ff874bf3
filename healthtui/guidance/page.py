"""The page of a check: `checks/security/cors.md` beside `checks/security/cors.py`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

HEADINGS = ("Why", "Do", "Instead of", "Counts as done", "Read")
_PACK = "healthtui.checks"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*")


class PageError(Exception):
    """There is no such page, or it is not of the fixed form; the message is fit to be shown."""


class Page(msgspec.Struct, frozen=True):
    """`sections` holds the Markdown under each of `HEADINGS`, in that order."""

    id: str
    title: str
    sections: dict[str, str]


@cache
def load_page(check_id: str) -> Page:
    """Raises `PageError`."""
    if not _ID.fullmatch(check_id):
        raise PageError(f"{check_id!r} is no check: an id looks like security.cors")
    section, name = check_id.replace("-", "_").split(".")
    source = files(_PACK) / section / f"{name}.md"
    if not source.is_file():
        raise PageError(f"there is no page for {check_id}")
    return parse_page(check_id, source.read_text(encoding="utf-8"))


@cache
def page_ids() -> tuple[str, ...]:
    """The id of every page of the pack, sorted."""
    found = [
        f"{section.name}.{page.name.removesuffix('.md')}".replace("_", "-")
        for section in files(_PACK).iterdir()
        if section.is_dir()
        for page in section.iterdir()
        if page.name.endswith(".md")
    ]
    return tuple(sorted(found))


def parse_page(check_id: str, text: str) -> Page:
    """Raises `PageError` where the title or a heading is missing, doubled, or out of order."""
    parts = _parts(text)
    titles = [heading for tag, heading, _ in parts if tag == "h1"]
    sections = [(heading, body) for tag, heading, body in parts if tag == "h2"]
    if len(titles) != 1 or tuple(heading for heading, _ in sections) != HEADINGS:
        found = ", ".join(heading for _, heading, _ in parts) or "none"
        raise PageError(f"{check_id}: a page has a title and the headings {', '.join(HEADINGS)}; found {found}")
    return Page(check_id, titles[0], dict(sections))


def _parts(text: str) -> list[tuple[str, str, str]]:
    """(tag, heading, the Markdown below it) of each heading of the first two levels."""
    from markdown_it import MarkdownIt  # late: the first frame shows no page

    tokens = MarkdownIt("commonmark").parse(text)
    lines = text.split("\n")
    heads = [
        (token.tag, tokens[index + 1].content, token.map)
        for index, token in enumerate(tokens)
        if token.type == "heading_open" and token.tag in ("h1", "h2") and token.map
    ]
    starts = [span[0] for _, _, span in heads] + [len(lines)]
    return [
        (tag, heading, "\n".join(lines[span[1] : end]).strip())
        for (tag, heading, span), end in zip(heads, starts[1:], strict=True)
    ]
