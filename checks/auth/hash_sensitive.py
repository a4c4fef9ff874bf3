"""Stored reset tokens, API keys and refresh tokens are hashed."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown
from healthtui.facts.auth import StoredToken

_NAMES = {"refresh": "refresh token", "reset": "reset token", "api-key": "API key"}


@check(risk=HIGH)
def hash_sensitive(stored: Facts[StoredToken]) -> Verdict:
    kept = [one for one in stored if one.form != "reference"]
    if not kept:
        return not_applicable("No reset token, API key or refresh token is stored")
    if clear := [one for one in kept if one.form == "clear"]:
        places = {one.place: [other for other in clear if other.place == one.place] for one in clear}
        evidence = [Evidence(place, f"{_named(kept_here)} is stored in clear") for place, kept_here in places.items()]
        return failed(f"Stored in clear: {', '.join(_kinds(clear))}", evidence, f"{len(places)} clear")
    if hidden := [one for one in kept if one.form == "unknown"]:
        where = hidden[0].place
        return unknown(
            Reason.NOT_FOLLOWED, f"{where.path}:{where.line} stores a {_NAMES[hidden[0].kind]} that cannot be followed"
        )
    evidence = [Evidence(one.place, f"{one.field} is stored hashed") for one in kept]
    return passed("What is stored of tokens and keys is hashed", evidence)


def _kinds(stored: list[StoredToken]) -> list[str]:
    return sorted({_NAMES[one.kind] for one in stored})


def _named(stored: list[StoredToken]) -> str:
    """What one place stores: the field as it is written, and what it holds where its name does not say so."""
    field, kinds = stored[0].field, ", ".join(_kinds(stored))
    return field if len(stored) == 1 else f"{field} ({kinds})"
