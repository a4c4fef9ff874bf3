"""Changes on disk as settled batches of paths."""

from __future__ import annotations

from healthtui.tree.watch.events import Batch, Degraded, Resync, RootGone, Touched
from healthtui.tree.watch.watcher import Watcher

__all__ = ["Batch", "Degraded", "Resync", "RootGone", "Touched", "Watcher"]
