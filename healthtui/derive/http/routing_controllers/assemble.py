"""From the call that puts controllers on an app to their routes, with what the library applies around them."""

from __future__ import annotations

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.http.classes.listed import classes_listed
from healthtui.derive.http.classes.members import marked
from healthtui.derive.http.classes.options import Options, options_in
from healthtui.derive.http.classes.served import Served, final_handler, handlers_given
from healthtui.derive.http.express.nodes import Event
from healthtui.derive.http.model import Registration
from healthtui.derive.http.paths import UNKNOWN_PART, joined, text_of, text_of_reader
from healthtui.derive.http.routing_controllers.actions import Action, actions_of, controllers_of
from healthtui.derive.http.routing_controllers.authorization import auth_of, role_of
from healthtui.derive.http.routing_controllers.middleware import around_all, bound_to, default_handler
from healthtui.derive.http.routing_controllers.parameters import input_of
from healthtui.derive.libraries.controllers import ROUTING


def served_by_routing(db: Database, package: str, event: Event) -> Served | None:
    """What `createExpressServer(options)` and `useExpressServer(app, options)` serve; None where no option can be seen."""
    server = Options({})
    for given in event.arguments:
        found = options_in(db, Evaluator(db, given=dict(event.given)).of(event.path, given, event.function, event.owner))
        if found is None:
            return None
        server = found
    controllers = classes_listed(db, package, server.entries.get("controllers"), controllers_of(db, package))
    actions = [action for one in controllers for action in actions_of(db, one)]
    return Served(
        ROUTING,
        tuple(around_all(db, package, server, "before")),
        tuple(_route(db, server, action) for action in actions),
        (*around_all(db, package, server, "after"), *default_handler(db, server, event)),
        tuple(dict.fromkeys(one for action in actions for one in bound_to(db, action))),
    )


def _route(db: Database, server: Options, action: Action) -> Registration:
    reads, validated = input_of(db, action, server)
    auth, role = auth_of(db, server, action), role_of(db, server, action)
    refusals = {400: validated, 401: auth, 403: role}
    return Registration(
        action.place,
        "express",
        action.method,
        joined(_prefix(db, server), action.path),
        action.controller.path,
        handlers_given(db, marked(action.above, (ROUTING,), "UseBefore")),
        handlers_given(db, marked(action.own, (ROUTING,), "UseBefore")),
        final_handler(db, action.function),
        reads_input=reads or None,
        validated_by=validated or None,
        auth_by=auth or None,
        role_by=role,
        refusals=tuple(status for status, by in refusals.items() if by),
    )


def _prefix(db: Database, server: Options) -> str:
    if "routePrefix" not in server.entries:
        return "/"
    scope, expression = server.entries["routePrefix"]
    text = text_of(scope.evaluator(db), scope.value(db, expression))
    text = text or text_of_reader(db, scope.value(db, expression, follow_calls=False))
    return joined("/", UNKNOWN_PART if text is None else text)
