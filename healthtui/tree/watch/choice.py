"""Where changes cannot be watched because the system does not report them."""

from __future__ import annotations

import os
import re
from pathlib import Path

REMOTE = re.compile(r"(nfs|cifs|smb|9p|fuse|vboxsf|virtiofs|drvfs)")  # other machines change these files silently
INSTEAD = "the files are checked once a second instead."


def polling_reason(root: Path) -> str:
    """Why the tree is polled, fit to be shown, or "" where it can be watched."""
    if os.environ.get("HEALTHTUI_POLL") == "1":
        return f"HEALTHTUI_POLL=1 is set: {INSTEAD}"
    return remote_reason(root.as_posix(), _read("/proc/mounts"), _read("/proc/sys/kernel/osrelease"))


def remote_reason(root: str, mounts: str, kernel: str) -> str:
    """`mounts` as in /proc/mounts, `kernel` as in /proc/sys/kernel/osrelease; both "" outside Linux."""
    if "microsoft" in kernel.lower() and re.match(r"/mnt/[a-z](/|$)", root):
        return f"A Windows drive does not report changes to Linux: {INSTEAD}"
    kind = _file_system(root, mounts)
    if REMOTE.match(kind):
        return f"The folder is on a file system that does not report changes ({kind}): {INSTEAD}"
    return ""


def _file_system(root: str, mounts: str) -> str:
    """The type of the innermost mount that holds the folder; of two at one place the later one counts."""
    innermost, kind = "", ""
    for line in mounts.splitlines():
        _, place, mounted, *_ = [*line.split(" "), "", "", ""]
        place = re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), place).rstrip("/")
        if len(place) >= len(innermost) and f"{root}/".startswith(f"{place}/"):
            innermost, kind = place, mounted
    return kind


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return ""
