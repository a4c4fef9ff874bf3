"""Where the output of an audit that we ran ourselves is kept: in the user's cache folder, by its lockfile's digest."""

from __future__ import annotations

from pathlib import Path

from platformdirs import user_cache_path


def audit_file(lockfile_digest: str) -> Path:
    """The file for a lockfile (`Lockfile.digest`): the package manager's own output; it need not exist."""
    return user_cache_path("healthtui") / "audits" / f"{lockfile_digest}.json"
