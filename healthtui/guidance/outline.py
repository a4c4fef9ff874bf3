"""A persona document as lines under headings, whatever their form: `## Title`, `**Title**`, `Title:` before a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from markdown_it import MarkdownIt
from markdown_it.token import Token

_BOLD_ONLY = re.compile(r"(\*\*|__)(?P<title>[^*_]+?):?\1:?")
_LABELLED = re.compile(r"(\*\*|__)[^*_]+?(:\1|\1\s*[:–—-])\s*\S")
_TREE = re.compile(r"(?P<glyphs>[\s│├└─|+`'-]*)(?P<entry>[\w@.-]+(?:/|\.\w{1,4}))(?:\s+(?:#|//|<?-+|[–—←:])\s*(?P<says>.*))?")
_TREE_FENCES = ("", "text", "txt", "tree", "plaintext")
_LINK, _TASK = re.compile(r"!?\[([^\][]{1,200})\]\([^()\s]{0,500}\)"), re.compile(r"\[[ xX]\]\s+")
_MARKS = re.compile(r"`|\*\*|__|~~|(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)")
_LEAD_IN = 40  # characters: a longer line that ends in a colon is a sentence, not a heading
_BOLD = 7  # the level of a bold heading: below every real one, which are 1 to 6


class Line(msgspec.Struct, frozen=True):
    """A line of a persona. `section` is its nearest heading, `path` the headings from the outside in (without the title
    of the document); `line` counts from 1. `is_prose` where nothing but its words can make it a guideline."""

    section: str
    path: str
    line: int
    text: str
    is_prose: bool


def outline(text: str) -> Iterator[Line]:
    """The lines of a Markdown document whose front matter is blanked."""
    # Block structure is enough, and without inline parsing no text is slow.
    tokens = MarkdownIt("commonmark").enable("table").disable("inline").parse(text)
    titles = sum(token.type == "heading_open" and token.tag == "h1" for token in tokens)
    return _Walk(outermost=2 if titles == 1 else 1).over(tokens)


class _Walk:
    """`outermost` is the level of headings that are sections: a single heading of level 1 is the document's title."""

    def __init__(self, outermost: int) -> None:
        self._outermost = outermost
        self._headings: list[tuple[int, str]] = []
        self._depth = 0  # of lists
        self._is_item_open = False  # its own line has not come yet
        self._cells: list[str] | None = None  # of the table row that is open

    def over(self, tokens: list[Token]) -> Iterator[Line]:
        row_line = 0
        for index, token in enumerate(tokens):
            if token.type == "list_item_open":
                self._depth, self._is_item_open = self._depth + 1, True
            elif token.type == "list_item_close":
                self._leave(_BOLD + self._depth)
                self._depth, self._is_item_open = self._depth - 1, False
            elif token.type == "tr_open":
                self._cells, row_line = [], (token.map or [0])[0] + 1
            elif token.type == "tr_close":
                cells, self._cells = self._cells or [], None
                if tokens[index + 1].type != "thead_close":
                    yield self._line(row_line, " – ".join(filter(None, cells)))
            elif token.type == "inline":
                follows = tokens[index + 2].type if index + 2 < len(tokens) else ""
                yield from self._text(token, tokens[index - 1], leads_list=follows.endswith("list_open"))
            elif token.type in ("fence", "code_block") and token.info.strip() in _TREE_FENCES and token.map:
                yield from self._tree(token.content, token.map[0] + (2 if token.type == "fence" else 1))

    def _text(self, token: Token, opener: Token, *, leads_list: bool) -> Iterator[Line]:
        first = (token.map or [0])[0] + 1
        if opener.type == "heading_open":
            self._enter(int(opener.tag[1:]), plain(token.content))
        elif self._cells is not None:
            self._cells.append(plain(token.content))
        elif self._depth:
            yield from self._item(token.content, first, leads_list=leads_list)
        else:
            yield from self._paragraph(token.content.split("\n"), first, leads_list=leads_list)

    def _item(self, content: str, first: int, *, leads_list: bool) -> Iterator[Line]:
        if not self._is_item_open:
            return
        self._is_item_open = False
        text = plain(content.removeprefix(task[0]) if (task := _TASK.match(content)) else content)
        if leads_list and (_BOLD_ONLY.fullmatch(content.strip()) or text.endswith(":")):
            self._enter(_BOLD + self._depth, text.rstrip(": "))
        elif text:
            yield self._line(first, text)

    def _paragraph(self, lines: list[str], first: int, *, leads_list: bool) -> Iterator[Line]:
        for number, raw in enumerate(lines, first):
            line = raw.strip()
            if bold := _BOLD_ONLY.fullmatch(line):
                self._enter(_BOLD, bold["title"].strip())
            elif leads_list and len(lines) == 1 and line.endswith(":") and len(line) <= _LEAD_IN:
                self._enter(_BOLD, plain(line).rstrip(": "))
            else:
                yield self._line(number, plain(line), is_prose=not _LABELLED.match(line))

    def _tree(self, content: str, first: int) -> Iterator[Line]:
        """The entries of a drawn folder tree; a bare name at its edge is the root, and no guideline."""
        for number, raw in enumerate(content.split("\n"), first):
            entry = _TREE.fullmatch(raw[:500].rstrip())
            if entry and (entry["glyphs"].strip() or entry["says"]):
                yield self._line(number, " # ".join(filter(None, (entry["entry"], entry["says"]))))

    def _line(self, number: int, text: str, *, is_prose: bool = False) -> Line:
        titles = [title for level, title in self._headings if level >= self._outermost]
        titles = titles or [title for _, title in self._headings]  # right below the document's title
        return Line(titles[-1] if titles else "", " › ".join(titles), number, text, is_prose)

    def _enter(self, level: int, title: str) -> None:
        self._leave(level)
        self._headings.append((level, title))

    def _leave(self, level: int) -> None:
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()


def plain(text: str) -> str:
    """One line of Markdown without its marks."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split())
