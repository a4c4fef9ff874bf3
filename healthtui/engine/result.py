"""What the engine hands on: the verdict of one check in one package."""

from __future__ import annotations

from dataclasses import dataclass

from healthtui.engine.check import Check
from healthtui.engine.verdict import Verdict


@dataclass(frozen=True, slots=True)
class RawResult:
    """`package` is the package's folder, "." for the root."""

    check: Check
    package: str
    verdict: Verdict
