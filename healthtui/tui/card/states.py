"""What is said in words when the card alone does not say it."""

from __future__ import annotations

from textual.content import Content

from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import Scorecard, Standing
from healthtui.tui.source import Phase, Status
from healthtui.tui.text import printable

_FIRST = "Looking for files, and preparing to read them. The first time takes longer."


def message_of(card: Scorecard | None, status: Status) -> Content:
    """The most important one; empty when all is as it should be."""
    if status.phase is Phase.GONE:
        return _said("$fail", status.note or "The folder is no longer there; this is its last card.")
    if card is None and status.note:
        return _said("$warn", status.note)
    if card is None:
        reading = f"Reading {status.done} of {status.total} files" if status.total else _FIRST
        return _said("$muted", reading)
    if not card.packages:
        looked_for = card.notes or ("No package depends on Express, Fastify or NestJS.",)
        where = ("", "Point elsewhere with", "healthtui PATH")
        return Content("\n").join([_said("$warn", "Not a Node.js backend"), *_lines("$muted", (*looked_for, *where))])
    if status.note or status.unfollowed:
        return _said("$warn", status.note or status.unfollowed)
    if not card.repository.is_git:
        return _said("$muted", "No git here: nothing is said about history.")
    if card.repository.notes:
        return _said("$muted", card.repository.notes[0])
    return _expired(card) or _verdict(card)


def _expired(card: Scorecard) -> Content:
    count = len(card.waivers_that(Standing.EXPIRED))
    return _said("$warn", f"{count} waiver{'s have' if count > 1 else ' has'} expired") if count else Content("")


def _verdict(card: Scorecard) -> Content:
    if card.count(Outcome.FAIL) or card.count(Outcome.WARN):
        return Content("")
    if unknown := card.count(Outcome.UNKNOWN):
        return _said("$muted", f"All that is known passes; {unknown} unknown.")
    return _said("$pass", "Everything passes.")


def _said(colour: str, text: str) -> Content:
    return Content.styled(printable(text), colour)


def _lines(colour: str, texts: tuple[str, ...]) -> list[Content]:
    return [_said(colour, text) for text in texts]
