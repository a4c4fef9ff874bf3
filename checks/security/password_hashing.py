"""Passwords are hashed with bcrypt, ten rounds or more, or better."""

from __future__ import annotations

from healthtui.engine.check import CRITICAL, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.security import PasswordField, PasswordHash

_BROKEN = {"weak": "few rounds", "fast": "fast hash", "plain": "plain"}
_SHOWN = 5  # places that prove it


@check(risk=CRITICAL)
def password_hashing(fields: Facts[PasswordField], hashes: Facts[PasswordHash]) -> Verdict:
    stored = [one for one in hashes if one.strength != "fast" or fields]
    if broken := [one for one in stored if one.strength in _BROKEN]:
        evidence = [Evidence(one.place, one.said[:100]) for one in broken]
        return failed(f"Passwords are not safe: {broken[0].said}"[:160], evidence, short=_BROKEN[broken[0].strength])
    if open_ := [one for one in stored if one.strength in ("hidden", "other")]:
        summary = "The cost of the hash is not known" if open_[0].strength == "hidden" else f"Hashed with {open_[0].said}"
        return warned(summary, [Evidence(one.place, one.said[:100]) for one in open_], short="cost?")
    if stored:
        return passed(f"Hashed with {stored[0].said}"[:160], [Evidence(one.place, one.said[:100]) for one in stored[:_SHOWN]])
    if fields:
        first = fields[0].place
        summary = f"{first.path}:{first.line} stores a password, and no hash that is known is seen"
        return unknown(Reason.NOT_FOLLOWED, summary, short="no hash?")
    return not_applicable("No field for a password and no hash of one is in the source")
