"""Which names of a resolver hold the context, and which conditions look at who asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.code import Code
from healthtui.derive.libraries.graphql import CONTEXT_NAME, IDENTITY, STORES
from healthtui.facts.source import Array, Binding, CallRef, Choice, Expression, Function, Item, Member, Name, Object, Spread

MAX_STEPS = 200
_FOLLOWED = 3  # names of names of names
_CONTEXT_POSITION = 2
HOLDERS = {"context", "ctx", "req", "request", "session", "auth", "contextValue"}
_IS_IDENTITY = re.compile(rf"{IDENTITY}$", re.I)
_OF_A_USER = ("role", "roles", "permissions", "isAdmin")
_DENIED = re.compile(  # before a name: `!user`, `!(await user`, `!isAdmin(user`, `![A, B].includes(user`, `typeof user`
    r"(?:!\s*\(?\s*(?:await\s+)?|!\s*[\w.$\[\]'\", ]*\((?:[^()]*[,\s])?|typeof\s+|[=!]==?\s*|\b(?:isEmpty|isNil|isNull)\()$"
)
_COMPARED = re.compile(r"(?:\(\))?\s*(?:[=!]==?|<|instanceof)")
_IS_THERE = re.compile(r"\s*!==?\s*(?:null|undefined)\b")

Positions = tuple[int, ...]


def is_identity(name: str) -> bool:
    """A name of who asks; one in capitals is a class, such as a model."""
    return bool(_IS_IDENTITY.match(name)) and not STORES.match(name)


def _of_store(chain: str) -> bool:
    return any(STORES.match(one) for one in re.findall(r"\w+", chain))


class Caller:
    """A function's body, seen with the names that hold the context and those that say who asks."""

    def __init__(self, code: Code, positions: Positions) -> None:
        self.code, self.index = code, code.index
        self.contexts, self.identities = set[str](), set[str]()
        self.is_given = bool(positions)
        for number in code.inside:
            self._take(self.index.module.functions[number], positions if number == code.function else ())
        self._follow_bindings()

    def _take(self, function: Function, positions: Positions) -> None:
        for position, one in enumerate(function.parameters):
            holds = position in positions or (position == _CONTEXT_POSITION and not self.is_given)
            if one.name and (holds or CONTEXT_NAME.match(one.name) or one.type.endswith("Context")):
                (self.identities if is_identity(one.name) else self.contexts).add(one.name)
            for local, key in one.locals or [(key, key) for key in one.keys]:
                if key in HOLDERS and (holds or position == 0 or key in ("context", "ctx")):
                    self.contexts.add(local)
                elif holds and is_identity(key):
                    self.identities |= {local, *_OF_A_USER}  # `{ me: { role } }` takes what is inside, under names of its own

    def _follow_bindings(self) -> None:
        """Names that are bound to a part of the context, or under the name of an identity to what a call makes of it."""
        for _ in range(_FOLLOWED):
            for one in (it for it in self.index.module.bindings if it.function in self.code.inside):
                self._follow(one)

    def _follow(self, one: Binding) -> None:
        chain = dotted(self.index, one.value)
        root, _, rest = chain.partition(".")
        if root in self.contexts and rest and not isinstance(one.value, CallRef):
            last = rest.rpartition(".")[2]
            if not _of_store(rest):
                (self.identities if is_identity(last) or is_identity(one.name) else self.contexts).add(one.name)
        elif is_identity(one.name) and any(self.is_held(part) for part in self.chains(one.value)):
            self.identities.add(one.name)

    def is_held(self, chain: str) -> bool:
        """Whether a chain is the context, a part of it that is no store of records, or who asks."""
        root, _, rest = chain.partition(".")
        root = root.removesuffix("()")
        return root in self.identities or (root in self.contexts and not _of_store(rest))

    def chains(self, expression: Expression) -> Iterator[str]:
        """The chains of names that an expression is made of, arguments of calls too."""
        todo, steps = [expression], 0
        while todo and steps < MAX_STEPS:
            one, steps = todo.pop(), steps + 1
            match one:
                case Name() | Member() | Item() | CallRef():
                    yield dotted(self.index, one)
                    todo += self._arguments_in(one)
                case Choice(parts) | Array(parts):
                    todo += parts
                case Spread(of):
                    todo.append(of)
                case Object(entries):
                    todo += [value for _, value in entries]

    def _arguments_in(self, expression: Expression) -> list[Expression]:
        """The arguments of the calls in a chain."""
        found: list[Expression] = []
        for _ in range(MAX_STEPS):
            match expression:
                case Member(of, _) | Item(of, _):
                    expression = of
                case CallRef(number):
                    call = self.index.module.calls[number]
                    found += call.arguments
                    expression = call.callee
                case _:
                    break
        return found

    def says_who(self, test: str) -> bool:
        """Whether a condition looks at who asks."""
        return any(True for _ in self._who(test))

    def _who(self, test: str) -> Iterator[re.Match[str]]:
        """Where a condition names who asks."""
        if self.identities:
            names = "|".join(map(re.escape, sorted(self.identities)))
            yield from re.finditer(rf"(?<![.\w$])(?:{names})\b(?!\s*:)(?:[?!]?\.[\w$]+)*", test)
        if self.contexts:
            holders = "|".join(map(re.escape, sorted(self.contexts)))
            for found in re.finditer(rf"(?<![.\w$])(?:{holders})(?:[?!]?\.[\w$]+(?:\(\))?)+", test):
                parts = re.findall(r"\w+", found.group())[1:]
                if any(is_identity(one) for one in parts) and not any(STORES.match(one) for one in parts):
                    yield found

    def says_absent(self, test: str) -> bool:
        """Whether a condition holds where nobody is known: `!user`, `user == null`, `!roles.includes(user.role)`."""
        for found in self._who(test):
            before, after = test[: found.start()], test[found.end() :]
            if _DENIED.search(before) or (_COMPARED.match(after) and not _IS_THERE.match(after)):
                return True
        return False
