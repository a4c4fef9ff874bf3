"""Tokens that are written to a database or a cache, whatever the field is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from healthtui.derive.auth.entries import KINDS, Entry, entries_of, field_kind, is_some_token
from healthtui.derive.auth.forms import HASHED, NOT_FOLLOWED, NOTHING, form_of
from healthtui.derive.auth.holders import function_around, texts_in
from healthtui.derive.batches import in_each_file
from healthtui.derive.data.access import data_access_in
from healthtui.derive.data.sql import statement_of
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import callers
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.evaluation.written import dotted, method_of, root_of
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.tokens import (
    API_KEY,
    BUILDERS,
    CACHES,
    ITSELF,
    NAMES_HASH,
    NO_RECORDS,
    NO_STORE,
    REFRESH,
    RESET,
    STORES,
    kind_made,
    kind_named,
    words_of,
)
from healthtui.facts.auth import StoredToken
from healthtui.facts.base import Place
from healthtui.facts.data import DataAccess
from healthtui.facts.source import Array, Call, CallRef, Expression, Member, Name, Object, Require, Template

_UPDATES = re.compile(r"update|upsert|save|patch|merge|findOneAnd|findByIdAnd|set|assign", re.I)
_DELETES = re.compile(r"(?:delete|destroy|remove|findOneAnd(?:Delete|Remove)|findByIdAnd(?:Delete|Remove))", re.I)
_BY_FILTER = re.compile(r"(?:update|updateOne|updateMany|replaceOne|findOneAnd(?:Update|Replace))")  # (filter, what is set)
_GENERIC = {
    "token",
    "key",
    "hash",
    "value",
    "hashedtoken",
    "tokenhash",
    "token_hash",
    "hashed_token",
    "code",
    "keyhash",
    "key_hash",
    "digest",
    "token_digest",
    "tokendigest",
}
_PUTS = re.compile(r"\s*(?:insert|update|replace|merge)\b", re.I)
_NAMED_IN_SQL = re.compile(r"\w*(?:token|api_?key|refresh|reset)\w*", re.I)
_OAUTH = {"profile", "done"}  # parameters of what Passport calls with the tokens of another service


@derives(StoredToken)
def stored_tokens(db: Database, package: str) -> tuple[StoredToken, ...]:
    hooked = set(in_each_file(db, package, _hashed_by_hooks))
    stored = in_each_file(db, package, stored_in)
    found = [replace(one, form=HASHED) if one.field in hooked else one for one in stored]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: (one.place, one.field)))


@query
def _hashed_by_hooks(db: Database, path: str) -> tuple[str, ...]:
    """The fields that a hook of a model hashes before it saves: `this.token = await bcrypt.hash(this.token, 10)`."""
    index = index_of(db, path)
    own = [one for one in index.module.assignments if one.target.startswith("this.")] if index else []
    called = [one for one in own if index and isinstance(one.value, CallRef) and NAMES_HASH.search(dotted(index, one.value))]
    made = [one for one in called if index and one.target in texts_in(index, one.value)]
    hashed = [one for one in made if form_of(db, path, one.value, one.function, -1) == HASHED]
    return tuple(one.target.removeprefix("this.") for one in hashed)


@query
def stored_in(db: Database, path: str) -> tuple[StoredToken, ...]:
    """The tokens that a file writes to a store."""
    index = index_of(db, path)
    return tuple(_Writes(db, path, index).found()) if index else ()


class _Writes:
    def __init__(self, db: Database, path: str, index: ModuleIndex) -> None:
        self.db, self.path, self.index = db, path, index
        self.accesses = {(one.place.line, one.place.column): one for one in data_access_in(db, path) if one.is_write}

    def found(self) -> Iterator[StoredToken]:
        for call in self.index.module.calls:
            yield from self._of_call(call)
        for one in self.index.module.assignments:
            holder, _, field = one.target.rpartition(".")
            if holder and holder.partition(".")[0] not in NO_RECORDS:
                is_saved = holder == "this" or any(_saves(other) for other in self._calls_of(one.function))
                if kind := field_kind(field) if is_saved else "":
                    place = Place(self.path, one.line, one.column)
                    yield from self._stored(place, kind, Entry(field, one.value, False), one.function, -1, replaces=True)

    def _calls_of(self, function: int) -> list[Call]:
        return [self.index.module.calls[one] for one in self.index.calls_in.get(function, ())]

    def _of_call(self, call: Call) -> Iterator[StoredToken]:
        access, table = self._access(call)
        written = dotted(self.index, call.callee)
        name = written.rpartition(".")[2]
        place = Place(self.path, call.line, call.column)
        if STORES.match(name.lower()) and (CACHES.search(written) or self._is_cache(call)):
            yield from self._cached(place, call)
        elif access or (STORES.match(name) and not NO_STORE.search(written)) or (call.is_new and self._is_saved(call)):
            model = table or (access.model if access else name if call.is_new else written.rpartition(".")[0].rpartition(".")[2])
            replaces = bool(_UPDATES.search(name)) and not call.is_new
            entries = entries_of(self._written_out(call, name))
            found = [one for entry in entries for one in self._entry(place, call, entry, access, model, replaces)]
            yield from found or self._of_sql(place, call, access) or self._reference(place, access)

    def _access(self, call: Call) -> tuple[DataAccess | None, str]:
        """The write that a call makes, or gives its record to, and the table that a builder names:
        `db.insert(sessions).values({…})`."""
        inner = call
        while method_of(call) in BUILDERS and isinstance(inner.callee, Member) and isinstance(inner.callee.of, CallRef):
            inner = self.index.module.calls[inner.callee.of.index]
        table = " ".join(texts_in(self.index, inner.arguments[0])) if inner is not call and inner.arguments else ""
        return self.accesses.get((inner.line, inner.column)), table

    def _written_out(self, call: Call, name: str) -> tuple[Expression, ...]:
        """What a call may write: its arguments, those that are names of one object replaced by it; no filters."""
        held = [self.index.bindings.get((call.function, one.id), ()) if isinstance(one, Name) else () for one in call.arguments]
        pairs = zip(call.arguments, held, strict=True)
        given = [found[0].value if len(found) == 1 and isinstance(found[0].value, Object) else one for one, found in pairs]
        return () if _DELETES.match(name) else tuple(given[1:] if _BY_FILTER.fullmatch(name) and _is_set(given[1:]) else given)

    def _is_cache(self, call: Call) -> bool:
        """Whether a call is made on what a module of a cache gives: `const client = require('./redis')`."""
        root = root_of(call.callee)
        name = root.id if isinstance(root, Name) else ""
        modules = [one.module for one in self.index.imports.get(name, ())]
        modules += [one.value.module for one in self.index.bindings.get((-1, name), ()) if isinstance(one.value, Require)]
        return any(CACHES.search(one) for one in modules)

    def _is_saved(self, call: Call) -> bool:
        return any(_saves(one) for one in self._calls_of(call.function))

    def _entry(
        self, place: Place, call: Call, entry: Entry, access: DataAccess | None, model: str, replaces: bool
    ) -> Iterator[StoredToken]:
        kinds = {field_kind(entry.field)} - {""}
        if not kinds and entry.field.lower() in _GENERIC and (access or call.is_new):
            kinds = {kind_named(model)} & set(KINDS) or self._kinds_given(call, entry)
        elif not kinds and is_some_token(entry.field):  # `_short_lived_token` in `setPasswordResetToken`
            kinds = {kind_made(function_around(self.index, call.function))} & {RESET}
        for kind in sorted(kinds):
            yield from self._stored(place, kind, entry, call.function, call.owner, replaces and not entry.grows)

    def _kinds_given(self, call: Call, entry: Entry) -> set[str]:
        """The kinds that the names around a value speak of, or those of what callers give for it."""
        own = {kind_named(text) for text in texts_in(self.index, entry.value)}
        own |= {
            kind_named(text)
            for one in entries_of(call.arguments)
            if one.field == "type"
            for text in texts_in(self.index, one.value)
        }
        given = {kind_named(text) for text in self._given(call, entry)} if not own - {""} else set()
        return (own | given) & set(KINDS)

    def _given(self, call: Call, entry: Entry) -> Iterator[str]:
        if not isinstance(entry.value, Name) or call.function < 0:
            return
        names = [one.name for one in self.index.module.functions[call.function].parameters]
        position = names.index(entry.value.id) if entry.value.id in names else -1
        for path, number in callers(self.db, FunctionValue(self.path, call.function)) if position >= 0 else ():
            index = index_of(self.db, path)
            arguments = index.module.calls[number].arguments if index else ()
            if index and position < len(arguments):
                yield from texts_in(index, arguments[position])

    def _cached(self, place: Place, call: Call) -> Iterator[StoredToken]:
        texts = [text for one in call.arguments for text in texts_in(self.index, one)]
        texts.append(function_around(self.index, call.function))
        kind = next((kind for text in texts if (kind := kind_named(text)) in KINDS), "")
        value = call.arguments[1] if len(call.arguments) > 1 else None
        if kind and value is not None:
            key = call.arguments[0]
            parts = key.parts if isinstance(key, Template) else (key,)
            tokens = [one for one in parts if any(text.lower().endswith("token") for text in texts_in(self.index, one))]
            stored = [Entry("key", one, True) for one in tokens if isinstance(one, CallRef)] or [
                Entry("value", value, bool(tokens))
            ]
            for one in stored:
                yield from self._stored(place, kind, one, call.function, call.owner, replaces=not tokens)

    def _of_sql(self, place: Place, call: Call, access: DataAccess | None) -> list[StoredToken]:
        """`INSERT INTO refresh_tokens … VALUES ($1)` with the values beside it."""
        statement = statement_of(Evaluator(self.db), self.path, call) if access else ""
        kinds = {kind for text in _NAMED_IN_SQL.findall(statement) if (kind := kind_named(text)) in KINDS}
        if len(kinds) != 1 or not _PUTS.match(statement):
            return []
        values = [item for one in call.arguments[1:] for item in (one.items if isinstance(one, Array) else (one,))]
        named = [one for one in values if any(set(words_of(text)) & ITSELF for text in texts_in(self.index, one))]
        kind = kinds.pop()
        replaces = statement.lstrip().lower().startswith("update")
        stored = [self._stored(place, kind, Entry("a token", one, False), call.function, call.owner, replaces) for one in named]
        return [found for one in stored for found in one]

    def _reference(self, place: Place, access: DataAccess | None) -> Iterator[StoredToken]:
        if access and kind_named(access.model) == REFRESH and not re.search("delete|destroy|remove", access.method):
            yield StoredToken(place, REFRESH, access.model, "reference", False)

    def _stored(self, place: Place, kind: str, entry: Entry, function: int, owner: int, replaces: bool) -> Iterator[StoredToken]:
        form = form_of(self.db, self.path, entry.value, function, owner)
        if form == NOT_FOLLOWED and (kind == API_KEY or self._is_of_others(function)):
            return  # a key of another service, that the user gives
        if form == NOT_FOLLOWED and "hash" in entry.field.lower():
            form = HASHED
        if form != NOTHING:
            yield StoredToken(place, kind, entry.field, form, replaces)

    def _is_of_others(self, function: int) -> bool:
        while function >= 0:
            one = self.index.module.functions[function]
            if _OAUTH & {parameter.name for parameter in one.parameters}:
                return True
            function = one.parent
        return False


def _saves(call: Call) -> bool:
    name = method_of(call)
    return bool(re.match(r"save|update|create|persist|insert|flush|put", name))


def _is_set(rest: list[Expression]) -> bool:
    """Whether what is set stands behind a filter, and no options behind what is set: `update({ … }, { where: … })`."""
    return any(isinstance(one, Object) and not {"where", "transaction"} & dict(one.entries).keys() for one in rest[:1])
