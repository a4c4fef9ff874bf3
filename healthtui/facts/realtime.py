"""What a backend keeps open: sockets and streams of events."""

from __future__ import annotations

from healthtui.facts.derived import Derived


class Socket(Derived, frozen=True):
    """A socket server, gateway, socket route, event stream or GraphQL subscription.

    `auth` says whether the handshake is authenticated: yes, no, unknown. `origin` is named, open, unknown.
    """

    kind: str
    auth: str
    origin: str
