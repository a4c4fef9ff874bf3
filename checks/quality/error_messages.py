"""Meaningful error messages."""

from __future__ import annotations

from healthtui.engine.check import LOW, Site, met, sites, unmet
from healthtui.facts.errors import ErrorSite


@sites(risk=LOW, none="No error is raised or answered in request-path code", says="{met} of {of} errors say what is wrong")
def error_messages(one: ErrorSite) -> Site:
    if one.message == "fine":
        return met(one.place, "has a message")
    if one.message == "literal":
        return unmet(one.place, "a literal is thrown, not an error")
    maker = one.maker[-60:] or "what is thrown"
    if one.message == "vague":
        return unmet(one.place, f"{maker} says only “{one.text[:30]}”" if one.text else f"{maker} has an empty message")
    return unmet(one.place, f"{maker} has no message")
