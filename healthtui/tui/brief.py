"""The fix brief: a check as Markdown, made to be pasted into an issue or handed to whoever mends it."""

from __future__ import annotations

from healthtui.guidance.page import Page
from healthtui.scorecard.model import CheckResult
from healthtui.tui.text import WORDS, place, points, printable

_AT_MOST = 40  # places; a longer list is no brief


def fix_brief(check: CheckResult, page: Page | None) -> str:
    gain = f", {points(check.points)} points" if check.points else ""
    parts = [
        f"# {printable(check.title)}",
        f"`{check.id}` {WORDS[check.outcome]} ({check.risk} risk{gain}). {printable(check.summary)}",
    ]
    if check.evidence:
        parts.append("## Places\n\n" + "\n".join(_places(check)))
    if check.command:
        parts.append(f"## The evidence is made by\n\n```sh\n{printable(check.command)}\n```")
    if page is not None:
        parts += [f"## {heading}\n\n{page.sections[heading].strip()}" for heading in ("Do", "Counts as done")]
    return "\n\n".join(parts) + "\n"


def _places(check: CheckResult) -> list[str]:
    lines = [
        f"- `{place(entry.path, entry.line, entry.column).replace('`', '')}` {printable(entry.message)}"
        for entry in check.evidence[:_AT_MOST]
    ]
    hidden = len(check.evidence) - _AT_MOST
    return [*lines, f"- and {hidden} more"] if hidden > 0 else lines
