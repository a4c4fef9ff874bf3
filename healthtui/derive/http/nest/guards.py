"""Guards: which of them check who asks, and which metadata lets a route pass or makes them look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    Called,
    ClassValue,
    Constant,
    FunctionValue,
    Instance,
    Literally,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import dotted, inner_functions
from healthtui.derive.http.answers import asks_who
from healthtui.derive.http.bodies import body_of
from healthtui.derive.http.classes.decorators import Scope
from healthtui.derive.http.code import Code
from healthtui.derive.http.nest.metadata import CHECK_CALL, Asked, Marks, metadata_read
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.nest import AUTH_GUARDS, PUBLIC_DECORATORS
from healthtui.facts.source import Array, Literal, Name

MAX_DEPTH = 6
_IDENTITY = re.compile(
    r"(?:^|[.\s(!\[])(?:user|currentUser|session|authorization|cookies|accessToken|token|apiKey|auth|account)\b|x-api-key"
    r"|\bheaders(?:\.|\[['\"])(?!idempotency|[cx]srf)[\w-]+-(?:key|token|secret)\b",
    re.I,
)


class Guarding(msgspec.Struct, frozen=True, gc=False):
    """What a guard checks. `by` names it when it checks who asks, or is ""."""

    by: str = ""
    asked: Asked = Asked()


def auth_of(db: Database, guards: Iterable[Value], marks: Marks) -> tuple[str, bool]:
    """(what authenticates a route that carries these metadata keys or "", whether it is marked public and so left alone)."""
    by, is_public = "", False
    for guard in guards:
        found = guarding_of(db, guard)
        if not found.by:
            continue
        if found.asked.lets_pass(marks):
            is_public = True
        elif found.asked.checks(marks):
            by = by or found.by
    return by, is_public and not by


@query
def guarding_of(db: Database, guard: Value) -> Guarding:
    """What a guard (a class, an instance, a call that makes one) checks."""
    return _Reading(db).of(guard)


class _Reading:
    def __init__(self, db: Database) -> None:
        self.db = db
        self._seen: set[ClassValue] = set()

    def of(self, guard: Value, depth: int = 0) -> Guarding:
        found = Guarding()
        for one in options_of(guard) if depth <= MAX_DEPTH else ():
            found = _joined(found, self._of_one(one, depth))
        return found

    def _of_one(self, value: Value, depth: int) -> Guarding:
        if isinstance(value, Instance):
            value = value.of
        if isinstance(value, ClassValue):
            return self._of_class(value, depth)
        external = external_of(value)
        if external is None:
            return Guarding()
        if external.module == "@nestjs/common" and external.name == "mixin" and isinstance(value, Called):
            index = index_of(self.db, value.path)
            call = index.module.calls[value.index] if index else None
            return self.of(Evaluator(self.db).argument(value.path, call, 0), depth + 1) if call else Guarding()
        if external.name not in AUTH_GUARDS.get(external.module, ()) or self._is_optional(value):
            return Guarding()
        public = {type(external)(external.module, name) for name in PUBLIC_DECORATORS.get(external.module, ())}
        return Guarding(f"{external.module} {external.name}", Asked(frozenset(public)))

    def _is_optional(self, value: Value) -> bool:
        """`AuthGuard(['jwt', 'anonymous'])` lets everybody in."""
        index = index_of(self.db, value.path) if isinstance(value, Called) else None
        call = index.module.calls[value.index] if index and isinstance(value, Called) else None
        if call is None or not isinstance(value, Called) or not call.arguments:
            return False
        strategies = Evaluator(self.db).argument(value.path, call, 0)
        items = (
            strategies.expression.items if isinstance(strategies, Literally) and isinstance(strategies.expression, Array) else ()
        )
        return strategies == Constant("anonymous") or Literal("anonymous") in items

    def _of_class(self, guard: ClassValue, depth: int) -> Guarding:
        index = index_of(self.db, guard.path)
        if index is None or guard in self._seen:
            return Guarding()
        self._seen.add(guard)
        declared = index.module.classes[guard.index]
        base = Guarding()
        if declared.extends is not None:
            scope = Scope(guard.path, declared.function, guard.index)
            base = self.of(scope.value(self.db, declared.extends), depth + 1)
        methods = {one.name: one.function for one in declared.members if one.function >= 0 and not one.is_static}
        if base.by and "handleRequest" in methods and not _rejects(self.db, guard.path, index, methods["handleRequest"]):
            base = Guarding()
        if "canActivate" not in methods:
            return msgspec.structs.replace(base, by=declared.name) if base.by else base
        return self._of_can_activate(guard, index, methods["canActivate"], base)

    def _of_can_activate(self, guard: ClassValue, index: ModuleIndex, function: int, base: Guarding) -> Guarding:
        name = index.module.classes[guard.index].name
        calls_super = any(
            dotted(index, index.module.calls[n].callee).startswith("super.")
            for one in inner_functions(index, function)
            for n in index.calls_in.get(one, ())
        )
        checks = (
            bool(base.by) if calls_super else self._checks(guard.path, index, function) or self._hands_on(guard, index, function)
        )
        return Guarding(name if checks else "", metadata_read(self.db, guard.path, index, function) | base.asked)

    def _hands_on(self, guard: ClassValue, index: ModuleIndex, function: int) -> bool:
        """Leaves the check to a guard that is injected."""
        own = [n for one in inner_functions(index, function) for n in index.calls_in.get(one, ())]
        if not any(dotted(index, index.module.calls[n].callee).endswith(".canActivate") for n in own):
            return False
        constructors = [one.function for one in index.module.classes[guard.index].members if one.kind == "constructor"]
        given = [one for number in constructors if number >= 0 for one in index.module.functions[number].parameters]
        return any(self.of(Evaluator(self.db).typed(guard.path, one.type)).by for one in given)

    def _checks(self, path: str, index: ModuleIndex, function: int) -> bool:
        """Looks at who asks, and may refuse."""
        functions = inner_functions(index, function)
        returned = index.module.functions[function].returns
        calls = [index.module.calls[n] for one in functions for n in index.calls_in.get(one, ())]
        refuses = any(one.function in functions for one in index.module.throws) or any(one != Literal(True) for one in returned)
        refuses = refuses or any(_throws(self.db, v) for one in calls for v in options_of(Evaluator(self.db).callee(path, one)))
        return refuses and self._looks_at_identity(path, function)

    def _looks_at_identity(self, path: str, function: int) -> bool:
        """In its own body or a method beside it, or it calls a function that checks."""
        todo, seen = [(path, function, 0)], set[tuple[str, int]]()
        while todo:
            file, number, depth = todo.pop()
            index = index_of(self.db, file)
            if index is None or (file, number) in seen or depth > 2:
                continue
            seen.add((file, number))
            is_own = file == path and index.owner_of(number) == index.owner_of(function)
            reads = is_own and any(_IDENTITY.search(one) for one in _texts(index, number))
            answers_401 = is_own and asks_who(Code(self.db, file, number))
            if reads or answers_401 or body_of(self.db, file, number).checks_identity:
                return True
            for one in inner_functions(index, number):
                for n in index.calls_in.get(one, ()):
                    if CHECK_CALL.search(dotted(index, index.module.calls[n].callee)):
                        return True
                    called = Evaluator(self.db).callee(file, index.module.calls[n])
                    todo += [(v.path, v.index, depth + 1) for v in options_of(called) if isinstance(v, FunctionValue)]
        return False


def _rejects(db: Database, path: str, index: ModuleIndex, function: int) -> bool:
    """Whether a `handleRequest` turns away who is not known: it throws without a user, or leaves that to its base or
    to a function that it gives the user."""
    declared = index.module.functions[function]
    user = declared.parameters[1].name if len(declared.parameters) > 1 else ""
    for call in (index.module.calls[n] for one in inner_functions(index, function) for n in index.calls_in.get(one, ())):
        if dotted(index, call.callee).startswith("super."):
            return True
        if Name(user) in call.arguments and any(_throws(db, one) for one in options_of(Evaluator(db).callee(path, call))):
            return True
    for thrown in index.module.throws:
        if thrown.function not in inner_functions(index, function):
            continue
        around = [
            one for one in index.module.branches if one.function == thrown.function and one.line <= thrown.line <= one.end_line
        ]
        if not around or any(user and re.search(rf"\b{re.escape(user)}\b", one.test) for one in around):
            return True
    return False


def _throws(db: Database, value: Value) -> bool:
    index = index_of(db, value.path) if isinstance(value, FunctionValue) else None
    inside = inner_functions(index, value.index) if index and isinstance(value, FunctionValue) else []
    return index is not None and any(one.function in inside for one in index.module.throws)


def _texts(index: ModuleIndex, function: int) -> Iterator[str]:
    """What a function reads and tests, as dotted names."""
    for one in inner_functions(index, function):
        for binding in index.module.bindings:
            if binding.function == one and not isinstance(binding.value, Name):
                yield dotted(index, binding.value)
        for n in index.calls_in.get(one, ()):
            yield from (dotted(index, argument) for argument in index.module.calls[n].arguments)
        yield from (dotted(index, returned) for returned in index.module.functions[one].returns)
        yield from (branch.test for branch in index.module.branches if branch.function == one)


def _joined(one: Guarding, other: Guarding) -> Guarding:
    return other if not one.by else one
