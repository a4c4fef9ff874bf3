"""The scanning engine, loaded once per process when the first file is scanned: issued formats and our own rules.

It works in process and offline. Of the SDK only its rules and scanner are used: its validators would go online.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from platformdirs import user_cache_path

if TYPE_CHECKING:
    from kingfisher_sdk import Scanner

_DISTRIBUTION = "kingfisher-secret-scanner"
_RULES = Path(__file__).with_name("rules.toml")
_SECONDS = 5.0  # a file of 2 MB takes some 60 ms; more is a file made to be slow
_loading = Lock()


class EngineError(Exception):
    """The engine cannot be used, or gave up on a file; the message is fit to be shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A raw match. It holds the secret, and must not leave this package."""

    rule: str
    description: str
    confidence: str
    secret: str
    start: int  # bytes from the start of the file
    end: int
    line: int  # from 1
    column: int  # bytes from the start of its line

    def __repr__(self) -> str:
        return f"Hit({self.rule}, line {self.line})"


def engine_release() -> int:
    """The installed engine as a number that grows with its version; 0 when it is not there."""
    try:
        parts = version(_DISTRIBUTION).split(".")
    except PackageNotFoundError:
        return 0
    numbers = [int(part) if part.isdecimal() else 0 for part in (*parts, "0", "0")[:3]]
    return numbers[0] * 10_000 + numbers[1] * 100 + numbers[2]


def engine_problem() -> str | None:
    """Why files cannot be scanned for secrets on this machine, or None. Loads the engine."""
    try:
        _scanner()
    except EngineError as error:
        return str(error)
    return None


def hits_in(name: str, data: bytes) -> list[Hit]:
    """What the engine sees in a file, in order. Raises `EngineError`."""
    scanner = _scanner()
    from kingfisher_sdk import ScanInput

    try:
        found = scanner.scan_input(ScanInput(name, data), timeout=_SECONDS)
    except TimeoutError:
        raise EngineError("the scan for secrets took too long") from None
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the native code is no `Exception`
        raise EngineError(f"the scan for secrets broke off ({type(error).__name__})") from None
    hits = []
    for finding in found:
        if finding.visible:  # else it is one half of a pair
            at = finding.location
            rule = finding.rule_id.rpartition(".")[2]
            where = at["start_offset"], at["end_offset"], at["line"], at["column"]
            hits.append(Hit(rule, finding.rule_name, finding.confidence, finding.secret, *where))
    return sorted(hits, key=lambda hit: (hit.start, hit.end))


def _scanner() -> Scanner:
    with _loading:  # the first thread loads, the others wait
        loaded = _load()
    if isinstance(loaded, str):
        raise EngineError(loaded)
    return loaded


@cache
def _load() -> Scanner | str:
    """The scanner, or why there is none. Some seconds the first time ever, about one from its cache later."""
    try:
        from kingfisher_sdk import DetectionPolicy, Rules, Scanner
    except (ImportError, OSError):
        return "the secret engine is not available for this platform"
    try:
        # "low" lets rules of all confidences in. Inline ignores of the engine's own also silence the lines around theirs.
        rules = Rules([_RULES], confidence="low", cache_dir=user_cache_path("healthtui") / "secret-rules")
        return Scanner(rules, policy=DetectionPolicy(inline_ignores=False))
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic of the native code is no `Exception`
        return f"the secret engine could not load its rules ({type(error).__name__})"
