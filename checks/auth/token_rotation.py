"""Refresh tokens are rotated."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown
from healthtui.facts.auth import IssuedToken, StoredToken, TokenRenewal


@check(risk=MEDIUM)
def token_rotation(
    tokens: Facts[IssuedToken],
    stored: Facts[StoredToken],
    renewals: Facts[TokenRenewal],
) -> Verdict:
    kept = [one for one in stored if one.kind == "refresh" and one.form != "reference"]
    if not kept and not any(one.kind == "refresh" for one in tokens):
        return not_applicable("No refresh token is issued or stored")
    if ended := list(dict.fromkeys(one.revoked_at for one in renewals if one.revoked_at)):
        return passed("A refresh token that was used no longer works", [Evidence(one, "ends the old token") for one in ended])
    if not renewals:
        return unknown(Reason.NOT_FOLLOWED, "Refresh tokens are issued, and no function is seen that takes one")
    if hidden := [one for one in renewals if not one.is_read]:
        where = hidden[0].place
        return unknown(Reason.NOT_FOLLOWED, f"{where.path}:{where.line} takes a refresh token, and calls what cannot be followed")
    evidence = [Evidence(one.place, f"{one.name} leaves the old token as it is") for one in renewals]
    return failed("A refresh token that was used still works", evidence, "reusable")
