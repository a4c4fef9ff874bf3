"""What the last run changed: which checks, from what to what, by which files, in what time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from healthtui.report.signs import fit_path
from healthtui.scorecard.compare import Change as Compared
from healthtui.scorecard.compare import CheckChange
from healthtui.scorecard.model import CheckResult, EvidenceEntry
from healthtui.tui.card.score import COLOURS
from healthtui.tui.source import Change
from healthtui.tui.text import fit, glyphs, place, printable, spread, whole
from healthtui.tui.windows.scrolled import ScrolledWindow

_IN_DETAIL = 4  # checks


@dataclass(frozen=True, slots=True)
class RunChange:
    cause: Change
    told: Compared


class LastChanges(Widget):
    """The checks of the last run that changed anything, in a few lines."""

    run: RunChange | None = None

    def show(self, run: RunChange | None) -> None:
        self.run = run
        self.set_class(run is not None, "-filled")
        self.refresh(layout=True)

    def render(self) -> Content:
        if self.run is None:
            return Content("")
        width, checks = self.content_size.width, self.run.told.checks
        lines = [_heading(self.run, width), *(_line(change, width) for change in checks[:_IN_DETAIL])]
        hidden = len(checks) - _IN_DETAIL
        return Content("\n").join([*lines, Content.styled(f"and {hidden} more", "$muted")] if hidden > 0 else lines)


class ChangesScreen(ScrolledWindow):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,c,q", "dismiss", "Close", show=False),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, run: RunChange) -> None:
        super().__init__()
        self.run = run

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="changes", can_focus=False):
            yield Static(markup=False)

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        shown = self.query_one(Static)
        shown.update(in_full(self.run, shown.content_size.width))


def in_full(run: RunChange, width: int) -> Content:
    """Every check with the places that came and went, and every file."""
    lines = [_heading(run, width)]
    before, after = run.told.score_before, run.told.score_after
    if before is not None and after is not None and before != after:
        lines.append(Content(f"Score {whole(before)} to {whole(after)} ({after - before:+.1f})"))
    for change in run.told.checks:
        lines += [Content(""), _line(change, width)]
        lines += [_place("gone", entry, width) for entry in change.mended]
        lines += [_place("new", entry, width) for entry in change.new]
    if run.cause.paths:
        lines += [Content(""), Content.styled("FILES", "bold $muted")]
        lines += [Content.styled(fit_path(printable(path), width), "$accent") for path in run.cause.paths]
    return Content("\n").join(lines)


def _heading(run: RunChange, width: int) -> Content:
    count = len(run.cause.paths)
    files = f"{count} file{'' if count == 1 else 's'} {glyphs().dot} " if count else ""
    left, right = spread("THE LAST RUN", f"{files}{run.cause.seconds:.1f} s", width)
    return Content.assemble((left, "bold $muted"), (right, "$muted"))


def _line(change: CheckChange, width: int) -> Content:
    now, was = change.after, change.before
    if now is None:
        left, right = spread(printable(change.title), "no longer judged", width - 2)
        return Content.styled(f"  {left}{right}", "$muted")
    left, right = spread(printable(now.title), _step(was, now), width - 2)
    colour = COLOURS[now.outcome]
    return Content.assemble((f"{glyphs().marks[now.outcome]} ", colour), left, (right, colour))


def _step(was: CheckResult | None, now: CheckResult) -> str:
    """`17/23, was 16/23`, or `was ▲` where the verdict itself changed."""
    if was is None:
        return "new"
    if was.outcome is not now.outcome:
        return f"was {glyphs().marks[was.outcome]}"
    short = printable(now.short)
    return f"{short}, was {printable(was.short)}" if was.short != now.short else short


def _place(word: str, entry: EvidenceEntry, width: int) -> Content:
    where = fit_path(place(entry.path, entry.line), width - 7)
    return Content.assemble((f"  {word:<5}", "$muted"), (fit(where, width - 7).rstrip(), "$accent"))
