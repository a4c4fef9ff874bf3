"""All sockets and event streams of a package, with all that stands before each."""

from __future__ import annotations

from msgspec.structs import replace

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database
from healthtui.derive.inputs import derived, derives
from healthtui.derive.libraries.realtime import FASTIFY_WEBSOCKET, GATEWAYS, MERCURIUS
from healthtui.derive.realtime.gateways import adapter_of, gateways_in, streams_in
from healthtui.derive.realtime.handshakes import YES, Gate, joined
from healthtui.derive.realtime.options import mercurius_in, option_gates
from healthtui.derive.realtime.servers import GRAPHQL, Opened, gates_of, opened_in, uses_sockets
from healthtui.derive.realtime.streams import event_streams, socket_routes, stream_origin
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.http import Operation
from healthtui.facts.realtime import Socket


@derives(Socket)
def sockets(db: Database, package: str) -> tuple[Socket, ...]:
    found = [*_subscriptions(db, package), *_streams(db, package)]
    if uses_sockets(db, package):
        found += [*_servers(db, package), *_gateways(db, package), *_routes(db, package)]
    return tuple(sorted(found, key=lambda one: (one.place, one.kind)))


def _servers(db: Database, package: str) -> list[Socket]:
    """A server of ws that only carries GraphQL is no socket of its own; one that NestJS's gateways stand on neither."""
    opened = list(in_each_file(db, package, opened_in))
    graphql = [one for one in opened if one.kind == GRAPHQL]
    carrying = {place for one in graphql for place in one.carriers}
    found = [_server(db, package, one, one.gate) for one in opened if one.kind != GRAPHQL and one.place not in carrying]
    for one in graphql:
        below = [carrier.gate for carrier in opened if carrier.place in one.carriers]
        found.append(_server(db, package, one, joined([one.gate, *below])))
    return found


def _server(db: Database, package: str, opened: Opened, own: Gate) -> Socket:
    gate = joined([own, gates_of(db, package, opened.kind)])
    return Socket(opened.place, opened.kind, gate.auth, "named" if gate.binds_origin else opened.origin)


def _gateways(db: Database, package: str) -> list[Socket]:
    if modules_used(db, package).isdisjoint(GATEWAYS):
        return []
    found = list(in_each_file(db, package, gateways_in))
    adapter = adapter_of(db, package) if found else None
    return [_adapted(one, adapter) for one in found] if adapter else found


def _adapted(gateway: Socket, adapter: Socket) -> Socket:
    auth = YES if adapter.auth == YES else gateway.auth
    return replace(gateway, auth=auth, origin=adapter.origin if adapter.origin != "open" else gateway.origin)


def _routes(db: Database, package: str) -> list[Socket]:
    found = socket_routes(db, package)
    if not found or modules_used(db, package).isdisjoint(FASTIFY_WEBSOCKET):
        return found
    gate = option_gates(db, package)
    return [
        replace(one, auth=YES if gate.auth == YES else one.auth, origin="named" if gate.binds_origin else one.origin)
        for one in found
    ]


def _streams(db: Database, package: str) -> list[Socket]:
    found = [*event_streams(db, package), *in_each_file(db, package, streams_in)]
    return [replace(one, origin=stream_origin(db, package)) for one in found]


def _subscriptions(db: Database, package: str) -> list[Socket]:
    """GraphQL subscriptions of resolvers: guarded each, or at the handshake."""
    found = [(one.place, one.is_authenticated) for one in derived(db, Operation, package) if one.kind == "subscription"]
    if MERCURIUS in modules_used(db, package):
        found += [(place, False) for path in request_path_files(db, package) for place in mercurius_in(db, path)]
    if not found:
        return []
    gate = joined([option_gates(db, package), gates_of(db, package, GRAPHQL)])
    origin = "named" if gate.binds_origin else "open"
    return [Socket(place, "GraphQL subscription", YES if is_guarded else gate.auth, origin) for place, is_guarded in found]
