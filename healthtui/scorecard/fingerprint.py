"""How a place is recognised again after an edit: by what stands there, never by its line number or the message."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

import msgspec


class Spot(msgspec.Struct, frozen=True, gc=False):
    """What stands at a place: the symbol around it ("" at the top of a file) and its line as text.

    Of a secret it is never its line, from whose hash the value could be guessed back.
    """

    path: str
    symbol: str = ""
    text: str = ""


@lru_cache(maxsize=1 << 14)  # a save moves few of them
def fingerprint(check: str, spot: Spot, ordinal: int = 0) -> str:
    """16 hexadecimal digits; white space inside the text does not count."""
    parts = (check, spot.path, spot.symbol, " ".join(spot.text.split()), str(ordinal))
    joined = "\0".join(part.replace("\0", "") for part in parts)
    return sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def fingerprints(check: str, spots: Iterable[Spot]) -> tuple[str, ...]:
    """One for each spot in order; equal spots are told apart by their ordinal."""
    seen: Counter[str] = Counter()
    found = []
    for spot in spots:
        first = fingerprint(check, spot)
        found.append(fingerprint(check, spot, seen[first]) if seen[first] else first)
        seen[first] += 1
    return tuple(found)
