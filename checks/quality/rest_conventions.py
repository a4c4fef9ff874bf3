"""RESTful conventions: paths name things, and GET only reads."""

from __future__ import annotations

import re

from healthtui.engine.check import LOW, NO_ROUTES, Site, met, sites, unmet
from healthtui.facts.http import Endpoint

_VERBS = {
    "get", "create", "add", "update", "edit", "delete", "remove", "set", "fetch", "list", "do", "change", "send", "make",
    "save", "find",
}  # fmt: skip
_NOUNS = {("add", "on"), ("add", "ons"), ("change", "log"), ("change", "logs"), ("change", "request"), ("change", "requests")}
# a link of a mail or of another site has to be a GET, whatever it does
_ACCOUNT = {
    "login", "logout", "logoff", "signin", "signout", "signup", "register", "registration", "refresh", "verify", "verification",
    "confirm", "confirmation", "forgot", "reset", "activate", "activation", "callback", "oauth", "oauth2", "sso", "webhook",
    "webhooks",
}  # fmt: skip
_WORD = re.compile(r"[A-Z]?[a-z]+\d*|[A-Z]+(?![a-z])\d*")
_PARAMETER = re.compile(r":\w+(?:\([^)]*\))?[?*+]?|\{[^}]*\}|\*\w*|\([^)]*\)")
_TWO_WORDS = re.compile(r"(?:log|sign)[-_]?(?:in|out|up|off)(?![a-z])", re.I)
_LENGTH = 100  # characters of evidence


@sites(risk=LOW, pass_at=0.9, warn_at=0.7, none=NO_ROUTES, says="{met} of {of} routes follow REST's conventions")
def rest_conventions(route: Endpoint) -> Site | None:
    if route.is_not_found:
        return None
    segments = [_PARAMETER.sub("", one) for one in route.path.split("/")]
    words = [[word.lower() for word in _WORD.findall(one)] for one in segments]
    is_hook = any(one in (["webhook"], ["webhooks"]) for one in words)
    for segment, parts in zip(segments, words, strict=True):
        if parts and parts[0] in _VERBS and tuple(parts[:2]) not in _NOUNS and not is_hook:
            return unmet(route.place, f"{route.label}: {segment} says what to do"[:_LENGTH])
    if route.writes and not _is_account(route.path, words):
        return unmet(route.place, f"{route.label} writes: {route.writes}"[:_LENGTH])
    return met(route.place, route.label[:_LENGTH])


def _is_account(path: str, words: list[list[str]]) -> bool:
    """Logs in, confirms, resets, or comes back from a provider."""
    return any(not _ACCOUNT.isdisjoint(parts) for parts in words) or bool(_TWO_WORDS.search(path))
