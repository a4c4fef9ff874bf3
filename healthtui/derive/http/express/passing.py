"""Middleware that is registered as a route: `router.route('/:id').all(requireUser).get(…)`, `app.all('/api/*', requireUser)`."""

from __future__ import annotations

import re

from healthtui.derive.database import Database
from healthtui.derive.http.bodies import body_of
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Handler

_REST = re.compile(r"/?(?:\*\w*|\{/?\*\w*\}|\(\.\*\))$")


def stands_before_others(db: Database, handler: Handler) -> bool:
    """Whether the last handler of `all` is a middleware: it is seen to guard, limit, check or log, and hands on."""
    places = functions_of(db, handler)
    return bool(controls_of(db, handler)) and all(body_of(db, *one).hands_on for one in places)


def rest_of(path: str) -> str | None:
    """What stands before the wildcard at the end of a path; None where it has none."""
    return _REST.sub("", path) if _REST.search(path) else None
