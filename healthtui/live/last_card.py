"""The last scorecard of a repository, kept in the user's cache folder: what the screen shows until the new one stands.

Safe to delete at any time. Nothing heavy is imported here: the first frame waits for this module.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import msgspec
from platformdirs import user_cache_path

from healthtui import __version__
from healthtui.scorecard.model import CATALOGUE, Scorecard

_MOST_BYTES = 8_000_000
_MOST_FILES = 40
_ENDING = ".card"


class _Kept(msgspec.Struct, frozen=True):
    root: str
    stamp: str
    card: msgspec.Raw  # read only where the rest fits


def keep_card(root: Path, card: Scorecard) -> None:
    """Keeps the card in place of the one before; where that cannot be done, the next start is a slower one."""
    kept = msgspec.msgpack.encode(_Kept(str(root), _stamp(), msgspec.Raw(msgspec.msgpack.encode(card))))
    if len(kept) > _MOST_BYTES:
        return
    file = _file(root)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as written:
            written.write(kept)
        Path(written.name).replace(file)
        _prune(file.parent)


def recall_card(root: Path) -> Scorecard | None:
    """The last card, where this version judged by the same checks; None for anything else that is there."""
    try:
        with _file(root).open("rb") as file:
            kept = msgspec.msgpack.decode(file.read(_MOST_BYTES), type=_Kept)
        if (kept.root, kept.stamp) != (str(root), _stamp()):
            return None
        return msgspec.msgpack.decode(kept.card, type=Scorecard)
    except (OSError, msgspec.MsgspecError, ValueError, RecursionError):
        return None


def _file(root: Path) -> Path:
    return user_cache_path("healthtui") / "cards" / f"{sha256(os.fsencode(root)).hexdigest()[:32]}{_ENDING}"


def _stamp() -> str:
    """What a card is made by: the version of the tool, the catalogue's, and the built-in checks."""
    sections = [section for section in files("healthtui.checks").iterdir() if section.is_dir()]
    checks = sorted(f"{section.name}.{file.name}" for section in sections for file in section.iterdir())
    return f"{__version__} {CATALOGUE} {sha256(' '.join(checks).encode()).hexdigest()[:16]}"


def _prune(folder: Path) -> None:
    """Only the cards of the repositories that were looked at last stay."""
    cards = sorted(folder.glob(f"*{_ENDING}"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in cards[_MOST_FILES:]:
        file.unlink(missing_ok=True)
