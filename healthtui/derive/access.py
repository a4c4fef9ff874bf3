"""What tells a role or permission guard."""

from __future__ import annotations

import re

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    Attribute,
    Called,
    ClassValue,
    FunctionValue,
    Instance,
    Literally,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import dotted, inner_functions
from healthtui.derive.http.model import Handler
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.source import Array, Member, Object

_MAX_DEPTH = 5
_ROLE_NAME = re.compile(
    r"roles?(?:$|[A-Z_])|Roles?(?:$|[A-Z_])|ermissions?|^(?:is|require|ensure|only|check|verify)_?(?:Super)?(?:Admin|Moderator|Manager|Owner)"
    r"|[aA]dmins?(?:Only|Guard|Required)|^adminAuth|^restrictTo|^authorizeRoles?|^can(?!Activate)[A-Z]|^hasRight|[aA]bilit|olicies"
    r"|rbac|RBAC|^acl$|^scopes?$|^(?:require[sd]?|check|has|needs?|verify|ensure|with)(?:Any|All)?(?:Required)?Scopes?$"
)
_ROLE_READ = re.compile(
    r"\.(?:roles?|roleId|permissions?|isAdmin|is_admin|admin|rights|scopes|abilities|isModerator|isSuperuser|userType|accountType)(?:\.|$)"
)
_ASKS_ROLES = re.compile(
    r"(?:(?:^|\.)(?:\w*[rR]oles|\w*[pP]ermissions|scopes?|abilities|rights)|\.scope)(?:\.split\(\))?\.(?:includes|some|every|has|indexOf|find)$"
)
_ROLE_TESTED = re.compile(r"\w\.(?:role|isAdmin|is_admin|isModerator|isSuperuser|userType|accountType)\b(?!\s*=[^=])(?!\()")
_METHODS = ("canActivate", "use", "handle", "handler", "intercept")


@query
def checks_role(db: Database, handler: Handler) -> bool:
    """Whether a handler in a chain is a role or permission guard: by its name, or by what its body reads."""
    index = index_of(db, handler.path)
    written = dotted(index, handler.expression).removesuffix("()").rpartition(".")[2] if index else ""
    return bool(_ROLE_NAME.search(written)) or _Look(db).of(handler.value, 0)


class _Look:
    def __init__(self, db: Database) -> None:
        self.db = db
        self._evaluator = Evaluator(db, follow_calls=False)
        self._seen: set[tuple[str, int]] = set()

    def of(self, value: Value, depth: int) -> bool:
        return depth <= _MAX_DEPTH and any(self._one(one, depth) for one in options_of(value))

    def _one(self, value: Value, depth: int) -> bool:
        match value:
            case FunctionValue(path, number):
                return self._function(path, number, depth)
            case Called(callee, path, number):
                return self.of(callee, depth + 1) or self._arguments(path, number, depth)
            case Instance(ClassValue(path, number)) | ClassValue(path, number):
                return self._class(path, number, depth)
            case Attribute(of, name):
                return bool(_ROLE_NAME.search(name)) or self.of(of, depth + 1)
            case Literally(_, Array(items)):
                return any(self.of(self._evaluator.within(value, item), depth + 1) for item in items)
        external = external_of(value)
        return external is not None and bool(_ROLE_NAME.search(external.name.rpartition(".")[2]))

    def _arguments(self, path: str, number: int, depth: int) -> bool:
        """A wrapper is what it is given: `catchAsync(isAdmin)`, `compose([auth, isAdmin])`."""
        index = index_of(self.db, path)
        call = index.module.calls[number] if index else None
        return call is not None and any(
            self.of(self._evaluator.of(path, argument, call.function, call.owner), depth + 1) for argument in call.arguments
        )

    def _class(self, path: str, number: int, depth: int) -> bool:
        index = index_of(self.db, path)
        if index is None:
            return False
        if _ROLE_NAME.search(index.module.classes[number].name):
            return True
        return any(self.of(self._evaluator.class_member(path, number, name), depth + 1) for name in _METHODS)

    def _function(self, path: str, number: int, depth: int) -> bool:
        index = index_of(self.db, path)
        if index is None or (path, number) in self._seen:
            return False
        self._seen.add((path, number))
        inside = set(inner_functions(index, number))
        if _ROLE_NAME.search(index.module.functions[number].name) or _reads_role(index, inside):
            return True
        for one in inside:
            for position in index.calls_in.get(one, ()):
                call = index.module.calls[position]
                if "." not in dotted(index, call.callee) and self.of(self._evaluator.callee(path, call), depth + 1):
                    return True
        return False


def is_role_guard(index: ModuleIndex, function: int) -> bool:
    """Whether a function is named as a role or permission guard, and looks at a role."""
    return bool(_ROLE_NAME.search(index.module.functions[function].name)) and _reads_role(
        index, set(inner_functions(index, function))
    )


def _reads_role(index: ModuleIndex, inside: set[int]) -> bool:
    """Whether functions read a role of the request, ask for one by a call, or decide by one (`if (claims.role !== 'admin')`)."""
    reads = [read.chain for read in index.module.reads if read.function in inside and _ROLE_READ.search(read.chain)]
    asked = (dotted(index, index.module.calls[at].callee) for one in inside for at in index.calls_in.get(one, ()))
    tests = (one.test for one in index.module.branches if one.function in inside)
    return len(reads) > _copied(index, inside) or any(map(_ASKS_ROLES.search, asked)) or any(map(_ROLE_TESTED.search, tests))


def _copied(index: ModuleIndex, inside: set[int]) -> int:
    """How many roles are only copied: `req.user = { id: token.id, role: token.role }`, `req.role = token.role`."""
    module = index.module
    values = [one.value for one in module.assignments if one.function in inside]
    values += [one.value for one in module.bindings if one.function in inside]
    values += [argument for one in module.calls if one.function in inside for argument in one.arguments]
    copied = [value for one in values if isinstance(one, Object) for _, value in one.entries]
    copied += [one.value for one in module.assignments if one.function in inside and "." in one.target]
    return sum(bool(_ROLE_READ.search(dotted(index, value))) for value in copied if isinstance(value, Member))
