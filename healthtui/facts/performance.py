"""What makes a backend fast or slow: blocking calls, caches, compression, files that pass through it."""

from __future__ import annotations

from healthtui.facts.derived import Derived


class BlockingCall(Derived, frozen=True):
    """A synchronous file, crypto or child-process call that may run while requests wait."""

    written: str  # as the code has it: `fs.readFileSync`


class Compression(Derived, frozen=True):
    """Responses are compressed by `by`, in the app or a proxy; not `is_applied` where it is only installed."""

    by: str
    is_applied: bool


class CacheUse(Derived, frozen=True):
    """Something is cached; `is_shared` where every process sees it."""

    by: str
    is_shared: bool


class FileTransfer(Derived, frozen=True):
    """A file is uploaded or served. `memory` is streamed, bounded, whole (in memory, without a bound), unknown."""

    by: str
    memory: str
    is_upload: bool
