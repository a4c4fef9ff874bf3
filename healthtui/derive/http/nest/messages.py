"""Handlers of messages: entry points that are no routes, of microservices and gateways. Their guards, pipes and filters apply."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.http.classes.decorators import Decoration, class_decorations
from healthtui.derive.http.classes.members import decorated_classes, decorated_methods, lineage
from healthtui.derive.http.nest.controllers import controllers_in
from healthtui.derive.inputs import modules_in
from healthtui.derive.libraries.nest import GATEWAY_PACKAGES, MESSAGE_HANDLERS


@query
def message_marks(db: Database, path: str) -> tuple[Decoration, ...]:
    """The decorators of the message handlers of a file, and of the classes that hold them."""
    if MESSAGE_HANDLERS.keys().isdisjoint(modules_in(db, path)):
        return ()
    found: list[Decoration] = []
    for one in (*controllers_in(db, path), *decorated_classes(db, path, GATEWAY_PACKAGES, "WebSocketGateway")):
        own = [member.decorations for member in decorated_methods(db, one)]
        taking = [marks for marks in own if any(_is_handler(mark) for mark in marks)]
        if taking:
            found += [mark for level in lineage(db, one) for mark in class_decorations(db, level)]
            found += [mark for marks in taking for mark in marks]
    return tuple(found)


def _is_handler(mark: Decoration) -> bool:
    return mark.name in MESSAGE_HANDLERS.get(mark.module, ())
