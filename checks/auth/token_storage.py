"""Refresh tokens in httpOnly cookies or the database."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown
from healthtui.facts.auth import IssuedToken, StoredToken, TokenCookie
from healthtui.facts.data import DataLayer


@check(risk=HIGH)
def token_storage(
    tokens: Facts[IssuedToken],
    stored: Facts[StoredToken],
    cookies: Facts[TokenCookie],
    layers: Facts[DataLayer],
) -> Verdict:
    refresh = [one for one in tokens if one.kind == "refresh"]
    kept = [one for one in stored if one.kind == "refresh"]
    if not refresh and not any(one.form != "reference" for one in kept):
        return not_applicable("No refresh token is issued or stored")
    proofs = [Evidence(one.place, f"{one.field} is stored") for one in kept]
    proofs += [Evidence(one.place, "an httpOnly cookie holds it") for one in cookies if one.http_only == "on"]
    proofs += [Evidence(one.place, "it names a stored session") for one in refresh if one.names_session]
    if proofs:
        return passed("Refresh tokens are kept in the database or in httpOnly cookies", proofs)
    if hidden := [one for one in cookies if one.http_only == "unknown"]:
        where = hidden[0].place
        return unknown(Reason.NOT_FOLLOWED, f"{where.path}:{where.line} takes its options from where they cannot be followed")
    if unread := [one for one in layers if not one.is_read]:
        return unknown(Reason.NOT_SUPPORTED, f"What is written through {unread[0].library} is not read", "not read")
    readable = [Evidence(one.place, "a cookie that scripts can read") for one in cookies]
    evidence = readable + [Evidence(one.place, "a refresh token that nothing keeps") for one in refresh]
    return failed("Refresh tokens are in neither an httpOnly cookie nor the database", evidence, "nowhere")
