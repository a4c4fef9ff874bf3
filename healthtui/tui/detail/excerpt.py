"""A few lines of code about a place."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from healthtui.tui.text import glyphs, printable

_LANGUAGES = {"ts": "typescript", "mts": "typescript", "cts": "typescript", "tsx": "tsx"}
_LANGUAGES |= {"js": "javascript", "mjs": "javascript", "cjs": "javascript", "jsx": "jsx"}
_LANGUAGES |= {"json": "json", "yml": "yaml", "yaml": "yaml", "sql": "sql", "prisma": "prisma"}


class Excerpt(Widget):
    lines: tuple[tuple[int, str], ...] = ()
    here = 0
    language = "text"

    def show(self, path: str, here: int, lines: list[tuple[int, str]]) -> None:
        self.language = _LANGUAGES.get(path.rpartition(".")[2].lower(), "text")
        self.lines, self.here = tuple(lines), here
        self.display = bool(lines)
        self.refresh(layout=True)

    def render(self) -> Content:
        if not self.lines:
            return Content("")
        from textual.highlight import highlight  # imports pygments, which the first frame does not need

        gutter = len(str(self.lines[-1][0]))
        room = self.content_size.width - gutter - 5
        code = _dedent([printable(text.expandtabs(2)) for _, text in self.lines])
        coloured = highlight("\n".join(code), language=self.language).split("\n")
        numbered = zip((number for number, _ in self.lines), coloured, strict=False)
        return Content("\n").join(self._line(number, _cut(text, room), gutter) for number, text in numbered)

    def _line(self, number: int, text: Content, gutter: int) -> Content:
        signs = glyphs()
        if number == self.here:
            mark = Content.styled(f"{signs.here} {number:>{gutter}} {signs.rule} ", "bold $foreground")
            return Content.assemble(mark, text).stylize("on $cursor")
        return Content.assemble((f"  {number:>{gutter}} {signs.rule} ", "$muted"), text)


def _cut(text: Content, width: int) -> Content:
    if text.cell_length <= width:
        return text.pad_right(width - text.cell_length)
    return Content.assemble(text.truncate(width - 1), (glyphs().ellipsis, "$muted"))


def _dedent(lines: list[str]) -> list[str]:
    """Without the indentation that all lines share, so that narrow screens show code."""
    depths = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    return [line[min(depths, default=0) :] for line in lines]
