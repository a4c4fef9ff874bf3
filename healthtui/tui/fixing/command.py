"""The command that makes the evidence behind an unknown, ready to be run without a shell."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

import healthtui
from healthtui.scorecard.model import CheckResult

_AUDIT = "security.audit"
_LOCKFILES = ("package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock")  # those that `healthtui audit` knows
_OURS = Path(healthtui.__file__).parents[1]  # never the repository's folder: Python would import from there
_OWN_CODE = "It runs the repository's own code, with your rights, in {folder}. No package is fetched."
_NO_CODE = (
    "It sends the names and versions of the dependencies to your package registry. Nothing of the repository is run: "
    "it works in a copy of the lockfile, and keeps its output in your cache folder."
)


@dataclass(frozen=True, slots=True)
class Command:
    """`shown` is what one would type; what `words` print goes to the file `output`, where one is named. `does` is said before
    it is run."""

    shown: str
    words: tuple[str, ...]
    folder: Path
    does: str
    output: str = ""


def command_of(check: CheckResult, root: Path) -> Command | None:
    """None where no command would help."""
    folder = root / check.package
    if not check.command:
        return None
    if check.id == _AUDIT and (locked := _locked(folder, root)):
        audit = (sys.executable, "-m", "healthtui.cli", "audit", str(locked))
        return Command(f"healthtui audit {shlex.quote(str(locked))}", audit, _OURS, _NO_CODE)
    words, output = tuple(shlex.split(check.command)), ""
    if words[-2:-1] == (">",):
        words, output = words[:-2], words[-1]
    return Command(check.command, words, folder, _OWN_CODE.format(folder=folder), output)


def _locked(folder: Path, root: Path) -> Path | None:
    """The nearest folder, from the package up to the root, that has a lockfile."""
    folders = (one for one in (folder, *folder.parents) if one.is_relative_to(root))
    return next((one for one in folders if any((one / name).is_file() for name in _LOCKFILES)), None)
