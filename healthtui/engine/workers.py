"""How worker processes are begun."""

from __future__ import annotations

import multiprocessing
import sys
from contextlib import redirect_stderr, suppress
from multiprocessing.context import BaseContext

_PRELOADED = "healthtui.engine.pool"


def context() -> BaseContext:
    """Never a fork of a process that has threads."""
    return multiprocessing.get_context("forkserver" if _has_server() else "spawn")


def warm_up() -> None:
    """Begins to import what the workers need, in the process that they are forked from: beside everything else.

    Where that process cannot begin (a temporary folder whose name is too long for a socket), no worker will, and who wants
    one is told then."""
    if _has_server():
        from multiprocessing import forkserver

        multiprocessing.set_forkserver_preload([_PRELOADED])
        # The number of stderr is handed on, and what stands in for it on a screen has none.
        with suppress(OSError), redirect_stderr(sys.__stderr__):
            forkserver.ensure_running()


def end_workers() -> None:
    """Ends the workers of a scan that nobody waits for any more."""
    for child in multiprocessing.active_children():
        child.terminate()


def _has_server() -> bool:
    return "forkserver" in multiprocessing.get_all_start_methods()
