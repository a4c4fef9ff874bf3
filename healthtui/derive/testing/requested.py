"""Which routes the requests of tests reach, by method and path."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from healthtui.derive.http.paths import UNKNOWN_PART
from healthtui.derive.testing.requests import ANY
from healthtui.facts.testing import TestRequest

Route = tuple[str, str]  # (METHOD, path)
_Parts = tuple[str, ...]
_PARAMETER = re.compile(r"[:*{(\[]")
_CATCH_ALL = re.compile(r"^(?:\(?\.?\*\)?|\{?\*\w*\}?)$")
_OPTIONAL = re.compile(r"/:\w+\?$|/\{:\w+\}$")


def requested_routes(routes: Iterable[Route], requests: Iterable[TestRequest]) -> frozenset[Route]:
    """The routes that a request names: by the whole path, else by its end, as a test may mount a router or start a
    module without the prefix that the application gives it."""
    by_end: defaultdict[str, list[tuple[_Parts, Route]]] = defaultdict(list)
    for route in routes:
        for path in {route[1], _OPTIONAL.sub("", route[1])}:
            parts = _parts(path)
            if parts and all(_CATCH_ALL.search(part) for part in parts):
                continue  # what fits every request is named by none
            by_end["" if not parts or _PARAMETER.search(parts[-1]) else parts[-1].lower()].append((parts, route))
    found: set[Route] = set()
    for method, path in {(one.method, one.path) for one in requests}:
        asked = _parts(path)
        end = asked[-1].lower() if asked else ""
        near = by_end[""] + (by_end[end] if end and UNKNOWN_PART not in end else [])
        if UNKNOWN_PART in end:
            near = [one for group in by_end.values() for one in group]
        fitting = [(parts, route) for parts, route in near if _is_method(route[0], method)]
        whole = {route for parts, route in fitting if len(parts) == len(asked) and _fits(parts, asked)}
        found |= whole or {route for parts, route in fitting if _ends_so(parts, asked)}
    return frozenset(found)


def _is_method(declared: str, asked: str) -> bool:
    return declared == asked or ANY in (declared, asked) or (asked == "HEAD" and declared == "GET")


def _parts(path: str) -> _Parts:
    return tuple(part for part in path.split("/") if part)


def _fits(route: _Parts, asked: _Parts) -> bool:
    """Part by part; what is not known fits a parameter, or anything before the first word that is known."""
    is_begun = False
    for declared, wanted in zip(route, asked, strict=True):
        if UNKNOWN_PART not in wanted:
            is_begun = True
        if _PARAMETER.search(declared):
            continue
        if UNKNOWN_PART in wanted:
            pattern = ".*".join(map(re.escape, wanted.split(UNKNOWN_PART)))
            if (is_begun and wanted == UNKNOWN_PART) or not re.fullmatch(pattern, declared, re.I):
                return False
        elif declared.lower() != wanted.lower():
            return False
    return True


def _ends_so(route: _Parts, asked: _Parts) -> bool:
    """Whether a route ends with the path, after a prefix of plain words; a path of parameters alone says too little."""
    prefix, rest = route[: len(route) - len(asked)], route[len(route) - len(asked) :]
    if not prefix or len(rest) != len(asked) or any(_PARAMETER.search(one) for one in prefix):
        return False
    has_word = any(not _PARAMETER.search(one) and UNKNOWN_PART not in wanted for one, wanted in zip(rest, asked, strict=True))
    return has_word and _fits(rest, asked)
