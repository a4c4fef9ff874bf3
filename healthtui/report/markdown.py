"""The report for a pull request or a README. Nothing in it that comes from the repository can act as Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote

from healthtui.engine.verdict import Outcome
from healthtui.report.summary import (
    GLYPHS,
    capped,
    number,
    percent,
    points,
    title,
    truth,
    waived_places,
    waived_what,
    waived_why,
    where,
    with_outcome,
)
from healthtui.report.text import plain
from healthtui.scorecard.model import EvidenceEntry, Scorecard

_MOST_CHECKS, _MOST_PLACES = 10, 5
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~&#!$]|(?<=\w):(?=//)|(?<=\bwww)\.|^\s*[-+=]|^\s*\d+[.)])", re.IGNORECASE)


def escape(text: str) -> str:
    """Text that stays text: no markup, no link, and no mention that would call a person."""
    escaped = _SPECIAL.sub(lambda match: match[0][:-1] + "\\" + match[0][-1], plain(text).strip())
    return re.sub("([@#])", "\\1\u2060", escaped)  # a word joiner: even escaped, @ and # are read as references


def code(text: str) -> str:
    """A code span, fenced by more backticks than any run inside it."""
    text = plain(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1)
    pad = " " if text[:1] in ("`", " ", "") or text[-1:] in ("`", " ") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def to_markdown(card: Scorecard) -> str:
    parts = [_head(card), _sections(card), _fixes(card), _unknowns(card), _waivers(card), _skipped(card)]
    return "\n\n".join("\n".join(part) for part in map(list, parts) if part) + "\n"


def _head(card: Scorecard) -> Iterator[str]:
    repository = card.repository
    yield f"# Health of {escape(repository.name)}"
    yield ""
    low, high = (number(bound, 0) for bound in card.range)
    true = f" · {truth(card)}" if truth(card) else ""
    line = f"**{card.grade.replace('?', 'No grade')}** · {number(card.score)} of 100{true} · {low}–{high} possible"
    yield line + f" · {percent(card.completeness)} known" + (f" · {escape(capped(card))}" if card.capped_by else "")
    if repository.commit:
        branch = f"{escape(repository.branch)} at " if repository.branch else ""
        dirty = ", with uncommitted changes" if repository.is_dirty else ""
        yield ""
        yield f"{branch}{code(repository.commit[:12])}{dirty}"
    for note in card.notes:
        yield ""
        yield f"Note: {escape(note)}"


def _sections(card: Scorecard) -> Iterator[str]:
    outcomes = (Outcome.PASS, Outcome.WARN, Outcome.FAIL, Outcome.UNKNOWN)
    yield "| Section | Score | " + " | ".join(f"{GLYPHS[outcome]} {outcome.value}" for outcome in outcomes) + " |"
    yield "|---|--:|" + "--:|" * len(outcomes)
    for section in card.sections:
        own = [check.outcome for check in card.checks if check.section == section.id]
        counts = " | ".join(str(own.count(outcome)) for outcome in outcomes)
        yield f"| {escape(section.title)} | {number(section.score, 0)} | {counts} |"


def _fixes(card: Scorecard) -> Iterator[str]:
    fixes = card.offending()
    if not fixes:
        return
    yield "## Fix first"
    yield ""
    for place, check in enumerate(fixes[:_MOST_CHECKS], 1):
        verdict = f"{GLYPHS[check.outcome]} {check.outcome.value}"
        gain = f"{check.risk} risk, {points(check.points)} points"
        yield f"{place}. {verdict} **{escape(title(card, check))}** ({gain}): {escape(check.summary)}"
        yield from _places(check.evidence, " " * (len(str(place)) + 2))
    if len(fixes) > _MOST_CHECKS:
        yield ""
        yield f"… and {len(fixes) - _MOST_CHECKS} more."


def _places(entries: Sequence[EvidenceEntry], indent: str) -> Iterator[str]:
    for entry in entries[:_MOST_PLACES]:
        yield f"{indent}- {_link(entry)} {escape(entry.message)}"
    if len(entries) > _MOST_PLACES:
        yield f"{indent}- … and {len(entries) - _MOST_PLACES} more places"


def _link(entry: EvidenceEntry) -> str:
    line = f"#L{entry.line}" if entry.line else ""
    return f"[{code(where(entry))}]({quote(entry.path, errors='replace')}{line})"


def _unknowns(card: Scorecard) -> Iterator[str]:
    unknown = with_outcome(card, Outcome.UNKNOWN)
    if not unknown:
        return
    yield "## Not known"
    yield ""
    for check in unknown:
        command = f"; to know it: {code(check.command)}" if check.command else ""
        yield f"- **{escape(title(card, check))}**: {escape(check.summary)}{command}"


def _waivers(card: Scorecard) -> Iterator[str]:
    if not card.waivers:
        return
    yield "## Waived"
    yield ""
    for one in card.waivers:
        yield f"- **{escape(waived_what(one))}**: {escape(waived_why(one))}"
        yield from _places(waived_places(card, one), "  ")


def _skipped(card: Scorecard) -> Iterator[str]:
    if not card.skipped:
        return
    yield "## Not read"
    yield ""
    for skipped in card.skipped[:_MOST_CHECKS]:
        yield f"- {code(skipped.path)}: {escape(skipped.reason)}"
    if len(card.skipped) > _MOST_CHECKS:
        yield f"- … and {len(card.skipped) - _MOST_CHECKS} more files"
