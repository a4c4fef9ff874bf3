"""Metadata on routes: which keys decorators set, and what a guard makes of those that it reads."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, Constant, FunctionValue, Literally, Value, is_object, options_of
from healthtui.derive.evaluation.written import called_name, dotted, inner_functions
from healthtui.derive.http.classes.decorators import Decoration, Scope
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.nest import PUBLIC_DECORATORS
from healthtui.facts.source import Branch, CallRef, Choice, Expression, Literal, Member, Name, Object, Other

CHECK_CALL = re.compile(
    r"(?:^|\.)(?:(?:verify|validate|check|ensure)\w*(?:token|jwt|user|session|auth|key|request|credential|access|signature)\w*"
    r"|verify|validate|verifyAsync|authenticate\w*|isAuthenticated|isLoggedIn|canActivate)$",
    re.I,
)
_NOBODY_ASKED = re.compile(r"none|public|anonymous|unauthenticated", re.I)
_METADATA_READ = re.compile(r"reflector\.(?:get|getAllAndOverride|getAllAndMerge)\b", re.I)


class Marks(msgspec.Struct, frozen=True, gc=False):
    """The metadata keys that the decorators of a route set; `freeing` are those that are given that nobody is asked.

    Of those that are given an object as it is written, `objects`, each entry that is not false is in `entries`; `denied`
    are set to false.
    """

    keys: frozenset[Value] = frozenset()
    freeing: frozenset[Value] = frozenset()
    objects: frozenset[Value] = frozenset()
    entries: frozenset[tuple[Value, str]] = frozenset()
    denied: frozenset[Value] = frozenset()

    def hold(self, key: Value, entry: str) -> bool:
        """Whether a key is set, to an object with the entry or to a value that is not known."""
        return key in self.keys and (key not in self.objects or (key, entry) in self.entries)


class Asked(msgspec.Struct, frozen=True, gc=False):
    """The metadata keys that a guard reads: those that let a route pass, those without which it passes, others, whose
    value decides, and those that let pass by an entry of their value, or by being false."""

    unless: frozenset[Value] = frozenset()
    only: frozenset[Value] = frozenset()
    others: frozenset[Value] = frozenset()
    unless_entry: frozenset[tuple[Value, str]] = frozenset()
    unless_false: frozenset[Value] = frozenset()

    def lets_pass(self, marks: Marks) -> bool:
        by_entry = any(marks.hold(key, entry) for key, entry in self.unless_entry)
        return by_entry or bool(self.unless & marks.keys or self.others & marks.freeing or self.unless_false & marks.denied)

    def checks(self, marks: Marks) -> bool:
        return not self.only or bool(self.only & marks.keys)

    def __or__(self, other: Asked) -> Asked:
        return Asked(
            self.unless | other.unless,
            self.only | other.only,
            self.others | other.others,
            self.unless_entry | other.unless_entry,
            self.unless_false | other.unless_false,
        )


def marks_of(db: Database, decorations: Iterable[Decoration]) -> Marks:
    """What decorators set, those of a class before those of its method: the last one of a key holds."""
    found: dict[Value, bool] = {}
    given: dict[Value, frozenset[str] | None] = {}
    denied: set[Value] = set()
    for one in decorations:
        keys, values = _set_by(db, one)
        found |= dict.fromkeys(keys, _frees(db, one) if keys else False)
        given |= dict.fromkeys(keys, _entries_of(db, one.scope, values[0]) if keys and values else None)
        is_false = bool(values) and one.scope.value(db, values[0]) == Constant(False)
        denied = denied | set(keys) if is_false else denied - set(keys)
    objects = {key: entries for key, entries in given.items() if entries is not None}
    freeing = frozenset(key for key, is_freeing in found.items() if is_freeing)
    entries = frozenset((key, entry) for key, entries in objects.items() for entry in entries)
    return Marks(frozenset(found), freeing, frozenset(objects), entries, frozenset(denied))


def _set_by(db: Database, mark: Decoration) -> tuple[list[Value], tuple[Expression, ...]]:
    """The keys that a decorator sets, and what it is given for them."""
    if mark.is_one(("@nestjs/common",), "SetMetadata") and mark.arguments:
        return keys_of(db, mark.scope, mark.arguments[0]), mark.arguments[1:]
    if isinstance(mark.callee, Called) or mark.name in PUBLIC_DECORATORS.get(mark.module, ()):
        return [mark.callee], mark.arguments  # made by `Reflector.createDecorator()`, or of a package with guards
    return [], ()


def _entries_of(db: Database, scope: Scope, value: Expression) -> frozenset[str] | None:
    """The names of an object's entries that are not false; None where it is no object that is written down."""
    objects = [one for one in options_of(scope.value(db, value)) if is_object(one) and isinstance(one, Literally)]
    entries = [pair for one in objects if isinstance(one.expression, Object) for pair in one.expression.entries]
    if not objects or any(name == "..." for name, _ in entries):
        return None
    return frozenset(name for name, given in entries if given != Literal(False))


def _frees(db: Database, mark: Decoration) -> bool:
    """`@Auth(AuthType.None)`, as it is written at the route."""
    index = index_of(db, mark.place.path)
    calls = [one for one in index.module.calls if one.in_decorator] if index else []
    call = next((one for one in calls if (one.line, one.column) == (mark.place.line, mark.place.column)), None)
    values = call.arguments[1:] if call and called_name(call) == "SetMetadata" else call.arguments if call else ()
    said = [one.name if isinstance(one, Member) else str(one.value) if isinstance(one, Literal) else "" for one in values]
    return bool(said) and all(_NOBODY_ASKED.fullmatch(one) for one in said)


def keys_of(db: Database, scope: Scope, expression: Expression) -> list[Value]:
    """A metadata key: a text, or a decorator that `Reflector.createDecorator()` makes."""
    return [one for one in options_of(scope.value(db, expression, follow_calls=False)) if isinstance(one, Constant | Called)]


def metadata_read(db: Database, path: str, index: ModuleIndex, function: int) -> Asked:
    """What a guard's method reads with the Reflector."""
    found: dict[str, set[Value]] = {"unless": set(), "only": set(), "": set()}
    by_entry: set[tuple[Value, str]] = set()
    by_false: set[Value] = set()
    for one in _own_functions(db, path, index, function):
        for number in index.calls_in.get(one, ()):
            call = index.module.calls[number]
            if call.arguments and _METADATA_READ.search(dotted(index, call.callee)):
                meaning, keys = _meaning(index, one, number), keys_of(db, Scope(path, one), call.arguments[0])
                if meaning == "unless" and (entry := _entry_tested(index, one, number)):
                    by_entry.update((key, entry) for key in keys)
                elif meaning == "only" and _checks_absent(index, one, number):
                    by_false.update(keys)
                else:
                    found[meaning].update(keys)
    return Asked(
        frozenset(found["unless"]), frozenset(found["only"]), frozenset(found[""]), frozenset(by_entry), frozenset(by_false)
    )


def _entry_tested(index: ModuleIndex, function: int, number: int) -> str:
    """Of `if (access?.anyone) return true` it is `anyone`; "" where the value itself is tested."""
    name = _name_of(index, function, number)
    tests = [one.test for one in index.module.branches if one.function == function] if name else []
    found = (
        re.fullmatch(rf"\s*(?:{re.escape(name)}\s*&&\s*)?{re.escape(name)}\??\.(\w+)(?:\s*={{2,3}}\s*true)?\s*", test)
        for test in tests
    )
    return next((match.group(1) for match in found if match), "")


def _checks_absent(index: ModuleIndex, function: int, number: int) -> bool:
    """A value that is true where nothing is set, or that only lets pass as `false`: `reflector.get(AUTH, …) ?? true`."""
    name = _name_of(index, function, number)
    held = [one.value for one in index.module.bindings if one.function == function and one.name == name]
    if any(isinstance(one, Choice) and one.options[-1] == Literal(True) for one in held):
        return True
    tests = [one.test for one in index.module.branches if one.function == function] if name else []
    return any(re.search(rf"\b{re.escape(name)}\s*===\s*false\b", test) for test in tests)


def _name_of(index: ModuleIndex, function: int, number: int) -> str:
    """The variable that holds what a call gives, or ""."""
    return next((one.name for one in index.module.bindings if one.function == function and _holds(one.value, number)), "")


def _meaning(index: ModuleIndex, function: int, number: int) -> str:
    """What metadata that is read means: "unless" where it lets pass, "only" where its absence does, or ""."""
    line = index.module.calls[number].line
    name = _name_of(index, function, number)
    named = re.compile(rf"\b{re.escape(name)}\b") if name else _METADATA_READ
    for branch in index.module.branches:
        if branch.function == function and branch.line >= line and named.search(branch.test):
            is_asked = bool(name) and re.search(rf"!\s*{re.escape(name)}\??\.\w+\(", branch.test) is not None
            if is_asked or _is_negative(branch.test, name) != _checks_inside(index, branch):
                return "" if _is_checked_before(index, function, branch.line) else "only"
            return "unless"
    returned = index.module.functions[function].returns
    if not name:
        return "unless" if CallRef(number) in returned or _is_choice_of(returned, CallRef(number)) else ""
    if any(_passes_without(index, one, name) for one in returned):
        return "" if _is_checked_before(index, function, index.module.functions[function].end_line) else "only"
    return "unless" if _is_choice_of(returned, Name(name)) or _is_choice_of(returned, Literal(True)) else ""


def _is_negative(test: str, name: str) -> bool:
    absent = rf"!\s*{re.escape(name)}\b|\b{re.escape(name)}\S*\s*={{2,3}}\s*(?:0|null|undefined|false)"
    return re.search(absent if name else r"^!", test) is not None


def _checks_inside(index: ModuleIndex, branch: Branch) -> bool:
    """Whether the check itself stands in a branch, and not the way around it."""
    for call in index.module.calls:
        if call.function == branch.function and branch.line <= call.line <= branch.end_line:
            name = dotted(index, call.callee)
            if name.startswith("super.") or CHECK_CALL.search(name):
                return True
    return any(one.function == branch.function and branch.line <= one.line <= branch.end_line for one in index.module.throws)


def _is_checked_before(index: ModuleIndex, function: int, line: int) -> bool:
    """Whether a method checks who asks before it comes to a line, and so for every route."""
    inside = inner_functions(index, function)
    if any(one.function in inside and one.line < line for one in index.module.throws):
        return True
    before = [one for inner in inside for n in index.calls_in.get(inner, ()) if (one := index.module.calls[n]).line < line]
    names = [dotted(index, one.callee) for one in before]
    return any(name.startswith("super.") or CHECK_CALL.search(name) for name in names)


def _is_choice_of(returned: tuple[Expression, ...], wanted: Expression) -> bool:
    return any(isinstance(one, Choice) and wanted in one.options for one in returned)


def _passes_without(index: ModuleIndex, returned: Expression, name: str) -> bool:
    """`return !roles || roles.includes(user.role)`."""
    if not isinstance(returned, Choice) or not isinstance(returned.options[0], Other):
        return False
    asked = [dotted(index, one) for one in returned.options[1:]]
    return returned.options[0].kind == "unary_expression" and any(one.partition(".")[0] == name for one in asked)


def _holds(value: Expression, number: int) -> bool:
    """Whether a binding is the value of a call, also with a default beside it."""
    return value == CallRef(number) or (isinstance(value, Choice) and CallRef(number) in value.options)


def _own_functions(db: Database, path: str, index: ModuleIndex, function: int) -> list[int]:
    """A method, the functions inside it, and the other methods of its class that it calls."""
    found = inner_functions(index, function)
    for one in list(found):
        for n in index.calls_in.get(one, ()):
            for value in options_of(Evaluator(db).callee(path, index.module.calls[n])):
                if isinstance(value, FunctionValue) and value.path == path and value.index not in found:
                    found.append(value.index)
    return found
