"""Parts of the request that the route's schema, or one that parses them, has already narrowed."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.evaluation.pieces import call_at, scopes_of
from healthtui.derive.evaluation.values import UNKNOWN, Called, ClassValue, Instance, Literally, Value, options_of
from healthtui.derive.http.controls import controls_of
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Registration
from healthtui.derive.inputs import ModuleIndex
from healthtui.derive.libraries.allowing import PARSED_PARTS, PARSING, PARTS
from healthtui.derive.repository.packages import home_of
from healthtui.derive.security.allowed import field_of, is_field_listed, is_listed
from healthtui.derive.security.parts import Origin, State, Step, Steps, constant
from healthtui.facts.source import Call, CallRef, Expression, FunctionRef, Member, Name, Object


class Validated(Steps):
    """The steps from what is validated. A part that a schema checks in a way that is not seen is like a parameter."""

    def requested(self, index: ModuleIndex, state: State, rest: str) -> Step:
        """A part of the request, `query.sort`, as the schemas of its route leave it."""
        part, _, name = rest.partition(".")
        schemas = list(self._schemas(index, state)) if name and "." not in name and part in PARTS else []
        fields = [self._field(schema, part, name) for schema in schemas]
        found = [is_listed(self.evaluator, one) for one in fields if one != UNKNOWN]
        if True in found:
            return constant(state)
        is_open = False in found or not ((schemas and None in found) or self._is_checked_unseen(state, fields))
        return self.part(state, Origin.REQUEST if is_open else Origin.PARAMETER)

    def _field(self, schema: Value, part: str, name: str) -> Value:
        """The field in the schema of the part, or in a schema that is of that part alone."""
        inner = next((one for key in PARTS[part] if (one := field_of(self.evaluator, schema, key)) != UNKNOWN), schema)
        return field_of(self.evaluator, inner, name)

    def _is_checked_unseen(self, state: State, fields: list[Value]) -> bool:
        """Whether the route validates its input, by what says nothing of the field that could be found."""
        if any(one != UNKNOWN for one in fields):
            return False
        routes = list(self._routes(state))
        chain = (handler for one in routes for handler in one.chain)
        checked = (control.kind == "validation" for handler in chain for control in controls_of(self.db, handler))
        return bool(routes) and (all(one.validated_by for one in routes) or any(checked))

    def _routes(self, state: State) -> Iterator[Registration]:
        """The routes whose handler is the function, or one around it."""
        around = {(state.path, one) for one in scopes_of(self.db, state.path, state.function) or () if one >= 0}
        for route in registrations(self.db, home_of(self.db, state.path)):
            if route.handler is not None and not around.isdisjoint(functions_of(self.db, route.handler)):
                yield route

    def _schemas(self, index: ModuleIndex, state: State) -> Iterator[Value]:
        """What the middleware of the routes is given, and the schemas in the options of the call that declares one."""
        for route in self._routes(state):
            for handler in route.chain:
                for value in options_of(handler.value):
                    if isinstance(value, Called) and (call := call_at(self.db, value.path, value.index)) is not None:
                        yield from (self.evaluator.of(value.path, one, call.function, call.owner) for one in call.arguments)
        for call in self._declaring(index, state):
            for argument in call.arguments:
                options = self.evaluator.of(state.path, argument, call.function, call.owner)
                if isinstance(options, Literally) and (schema := self.evaluator.member(options, "schema")) != UNKNOWN:
                    yield schema

    def _declaring(self, index: ModuleIndex, state: State) -> Iterator[Call]:
        """The calls of the file that are given the function, or one around it, by itself, its name or as `handler`."""
        around = [one for one in scopes_of(self.db, state.path, state.function) or () if one >= 0]
        handlers: list[Expression] = [FunctionRef(one) for one in around]
        handlers += [Name(index.module.functions[one].name) for one in around if index.module.functions[one].name]
        for call in index.module.calls:
            for one in call.arguments:
                if one in handlers or (isinstance(one, Object) and any(value in handlers for _, value in one.entries)):
                    yield call

    def parsed(self, state: State, of: Expression, name: str) -> list[Step]:
        """A field of `schema.parse(req.query)`: constant where the schema lists its values, else as it is given."""
        inner = of.of if isinstance(of, Member) and of.name in PARSED_PARTS else of
        call = call_at(self.db, state.path, inner.index) if isinstance(inner, CallRef) else None
        if call is None or not isinstance(call.callee, Member) or call.callee.name not in PARSING or not call.arguments:
            return []
        found = [
            is_listed(self.evaluator, field)
            for value in options_of(self.evaluator.of(state.path, call.callee.of, call.function, call.owner))
            if (field := field_of(self.evaluator, value, name)) != UNKNOWN
        ]
        if found and all(found):
            return [constant(state)]
        given = Member(call.arguments[0], name)
        return [state._replace(expression=given, function=call.function, owner=call.owner)] if False in found else []

    def of_class(self, path: str, type_: str, name: str) -> bool | None:
        """Whether the class that a parameter is typed with lists what a property of it may be."""
        value = self.evaluator.typed(path, type_)
        one = value.of if isinstance(value, Instance) else UNKNOWN
        return is_field_listed(self.evaluator, one, name) if isinstance(one, ClassValue) else False
