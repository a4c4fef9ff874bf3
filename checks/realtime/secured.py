"""Sockets and event streams are authenticated and bound to origins."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, not_applicable, passed, ratio, unknown
from healthtui.facts.realtime import Socket

ASKED = 2  # the handshake is authenticated; origins are named


@check(risk=HIGH)
def secured(sockets: Facts[Socket]) -> Verdict:
    if not sockets:
        return not_applicable("There are no sockets and no event streams")
    weakest = min(sockets, key=lambda one: (_met(one), _met(one, "unknown")))
    if _met(weakest) != min(_met(one, "unknown") for one in sockets):
        hidden = next(one for one in sockets if "unknown" in (one.auth, one.origin))
        what = "who may connect" if hidden.auth == "unknown" else "its origins"
        where = f"{hidden.place.path}:{hidden.place.line}"
        return unknown(Reason.NOT_FOLLOWED, f"{where} takes {what} from where it cannot be followed", "not seen")
    lacking = [Evidence(one.place, _lack(one)) for one in sockets if _met(one, "unknown") < ASKED]
    if not lacking:
        evidence = [Evidence(one.place, f"{one.kind}: authenticated, origins are named") for one in sockets[:5]]
        return passed("The handshake is authenticated, and origins are named", evidence)
    return ratio(_met(weakest), ASKED, _lack(weakest), lacking, pass_at=1.0, warn_at=0.5, of_sites=False)


def _met(socket: Socket, *also: str) -> int:
    """How many of the two hold; `also` are words that count as if they did."""
    return (socket.auth in ("yes", *also)) + (socket.origin in ("named", *also))


def _lack(socket: Socket) -> str:
    lacks = [
        *(["no authentication"] if socket.auth == "no" else []),
        *(["no named origins"] if socket.origin == "open" else []),
    ]
    return f"{socket.kind}: {', '.join(lacks)}"
