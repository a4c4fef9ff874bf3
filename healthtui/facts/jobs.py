"""What a backend does in the background: its queues and schedules, and what it does at once that ought to wait there."""

from __future__ import annotations

from healthtui.facts.base import Place
from healthtui.facts.derived import Derived


class QueueUse(Derived, frozen=True):
    """A durable queue is made, fed or worked (`role`).

    `retries` of one that is fed: exponential, attempts, none, hidden (its options cannot be followed), or service (they
    are set at a managed service, outside the repository).
    """

    library: str  # Bull, BullMQ, RabbitMQ, …
    role: str
    written: str
    retries: str = ""


class Schedule(Derived, frozen=True):
    """Work that the process itself starts at a time or at an interval."""

    by: str


class SlowWork(Derived, frozen=True):
    """A handler does slow work, itself or in a function that it calls: `what` is mail, a browser, video."""

    what: str
    by: str
    written: str  # the call in the handler


class QueueWatch(Derived, frozen=True):
    """Failed jobs are handled, or a dashboard of a queue is mounted."""

    by: str


class WorkerStart(Derived, frozen=True):
    """A worker of a queue starts. `process` is own, api (together with the routes), or unknown; `entry` starts it."""

    library: str
    process: str
    entry: Place
