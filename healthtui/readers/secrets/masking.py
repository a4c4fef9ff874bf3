"""What may be said of a secret: its first characters, its length, and a keyed hash that tells equal ones."""

from __future__ import annotations

import hmac
import os
from functools import cache
from secrets import token_bytes

from platformdirs import user_cache_path

_SHOWN, _LONG_ENOUGH, _KEY_BYTES = 4, 20, 32


def preview(secret: str) -> str:
    """`ghp_… (40 characters)`; of a short secret nothing but its length."""
    head = secret[:_SHOWN] if len(secret) >= _LONG_ENOUGH and secret[:_SHOWN].isprintable() else ""
    return f"{head}… ({len(secret)} characters)"


def digest(secret: str) -> str:
    """Equal for equal secrets on one machine, and useless elsewhere: guessing needs the key."""
    return hmac.digest(_key(), secret.encode("utf-8", "surrogatepass"), "sha256").hex()[:24]


@cache
def _key() -> bytes:
    """The random key of this machine, kept for its user alone; one for this process where it cannot be kept."""
    path = user_cache_path("healthtui") / "secret-digest.key"
    fresh = token_bytes(_KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(fresh)
        try:
            os.link(draft, path)  # whole or not at all, and the first process wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        kept = path.read_bytes()
    except OSError:
        return fresh
    return kept if len(kept) == _KEY_BYTES else fresh
