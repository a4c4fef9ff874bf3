"""Short access tokens, long refresh tokens."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.auth import IssuedToken, StoredToken

_HOUR, _DAY = 3600, 86400
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


@check(risk=HIGH)
def token_lifetime(tokens: Facts[IssuedToken], stored: Facts[StoredToken]) -> Verdict:
    access = [one for one in tokens if one.kind == "access"]
    refresh = [one for one in tokens if one.kind == "refresh"]
    if not access:
        return not_applicable("No JWT is issued that gives access")
    if endless := [one for one in access if one.expiry == "never"]:
        return failed(
            "Access tokens never expire", [Evidence(one.place, "signs without an expiry") for one in endless], "no expiry"
        )
    known = [one for one in access if one.expiry == "known"]
    if long := [one for one in known if one.seconds > _DAY]:
        return failed(f"Access tokens live for {_said(_longest(long))}", _shown(long), "too long")
    if hidden := [one for one in access if one.expiry == "unknown"]:
        where = hidden[0].place
        return unknown(Reason.NOT_FOLLOWED, f"{where.path}:{where.line} takes its lifetime from where it cannot be followed")
    if hours := [one for one in known if one.seconds > _HOUR]:
        return warned(f"Access tokens live for {_said(_longest(hours))}, longer than an hour", _shown(hours), "hours")
    kept = [one for one in stored if one.kind == "refresh" and one.form != "reference"]
    if not refresh and not kept:
        return warned(f"Access tokens live for {_said(_longest(known))}, and none refreshes them", _shown(known), "no refresh")
    evidence = _shown([*known, *refresh]) + [Evidence(one.place, f"{one.field}: a refresh token is stored") for one in kept]
    return passed(f"Access tokens live for {_said(_longest(known))}, and refresh tokens renew them", evidence)


def _longest(tokens: list[IssuedToken]) -> IssuedToken:
    return max(tokens, key=lambda one: one.seconds)


def _said(token: IssuedToken) -> str:
    for seconds, name in _UNITS:
        if token.seconds >= seconds:
            number = token.seconds / seconds
            return f"{number:.3g} {name}{'' if number == 1 else 's'}"
    return "less than a second"


def _shown(tokens: list[IssuedToken]) -> list[Evidence]:
    found = [Evidence(one.place, f"{one.kind} token, {_lifetime(one)}") for one in tokens]
    return found + [Evidence(one.quoted, one.said) for one in tokens if one.quoted]


def _lifetime(token: IssuedToken) -> str:
    return {"known": f"lives for {_said(token)}", "never": "never expires"}.get(
        token.expiry, "of a lifetime that is not followed"
    )
