"""How passwords are hashed: the calls that hash one, and those that only seem to."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Constant,
    Environment,
    External,
    FunctionValue,
    Value,
    external_of,
    options_of,
)
from healthtui.derive.evaluation.written import called_name, dotted
from healthtui.derive.inputs import ModuleIndex, derives, index_of
from healthtui.derive.libraries.passwords import (
    BCRYPT,
    COMPARERS,
    CRYPTO,
    FAST,
    FAST_PACKAGES,
    FASTIFY_PLUGINS,
    MIN_ROUNDS,
    OTHER_SECRET,
    PASSWORD,
    PBKDF2,
    PLUGINS,
    SCRYPT,
    STRONG,
    STRONG_CLASSES,
)
from healthtui.derive.repository.graph import package_of, packages_named
from healthtui.derive.repository.packages import home_of, modules_used, request_path_files
from healthtui.derive.security.plain import kept_plain
from healthtui.derive.security.rounds import Rounds, rounds_of, unpromised
from healthtui.facts.base import Place
from healthtui.facts.security import PasswordHash
from healthtui.facts.source import Call, CallRef, FunctionRef, Member, Name, Object

_SLOW = ("strong", "weak", "hidden", "other")
_NEAR = ("pass", "pwd")


@derives(PasswordHash)
def password_hashes(db: Database, package: str) -> tuple[PasswordHash, ...]:
    """A fast hash counts only where no other is in use: before bcrypt it shortens, beside it it may be an old one."""
    found = list(in_each_file(db, package, hashes_in))
    if any(one.strength in _SLOW for one in found):
        found = [one for one in found if one.strength in _SLOW]
    found = found or list(kept_plain(db, package))
    found = found or list(in_each_file(db, package, _compared_in))
    return tuple(sorted(found, key=lambda one: one.place))


@query
def hashes_in(db: Database, path: str) -> tuple[PasswordHash, ...]:
    """The calls of a file that hash a password."""
    index = index_of(db, path)
    used = packages_named(db, path)
    found: list[PasswordHash] = []
    for call in index.module.calls if index else ():
        name = called_name(call)
        is_near = bool(used & _hashing()) or "hash" in name.lower() or name in SCRYPT
        if index is not None and is_near and not call.in_decorator and (told := _told(db, path, index, call)):
            found.append(PasswordHash(Place(path, call.line, call.column), *told))
    for name in sorted(used & PLUGINS.keys()):
        found.append(PasswordHash(Place(path, 1, 1), "other", PLUGINS[name]))
    return tuple(found)


@query
def _compared_in(db: Database, path: str) -> tuple[PasswordHash, ...]:
    """Passwords that bcrypt compares: where another service hashes them, with rounds that are not known here."""
    index = index_of(db, path)
    used = packages_named(db, path)
    found: list[PasswordHash] = []
    for call in index.module.calls if index and used & BCRYPT else ():
        if index is None or not call.arguments or not PASSWORD.search(dotted(index, call.arguments[0])):
            continue
        external = external_of(Evaluator(db).callee(path, call))
        if external and package_of(external.module) in BCRYPT and external.name.rpartition(".")[2] in COMPARERS:
            said = f"{dotted(index, call.callee)} of a hash with rounds that are not known"
            found.append(PasswordHash(Place(path, call.line, call.column), "hidden", said))
    return tuple(found)


def _hashing() -> frozenset[str]:
    return BCRYPT | CRYPTO | FAST_PACKAGES | {package for package, _ in STRONG}


def _told(db: Database, path: str, index: ModuleIndex, call: Call) -> tuple[str, str] | None:
    """(strength, words) of a call that hashes a password."""
    written = dotted(index, call.callee)
    if written.endswith("bcrypt.hash") and modules_used(db, home_of(db, path)) & FASTIFY_PLUGINS:
        return _bcrypt(written, _plugin_rounds(db, path))
    if written in ("Bun.password.hash", "Bun.password.hashSync"):
        return "strong", "argon2 (Bun.password)"
    given = dotted(index, call.arguments[0]) if call.arguments else ""
    for callee in options_of(Evaluator(db).callee(path, call)):
        if isinstance(callee, FunctionValue) and PASSWORD.search(given) and (fast := _of_helper(db, index, call, callee)):
            return "fast", f"{fast} of {given}"
        external = external_of(unpromised(db, callee))
        if external is None or (OTHER_SECRET.search(given) and not PASSWORD.search(given)):
            continue
        if told := _of_library(db, path, index, call, external):
            return told
    return None


def _of_library(db: Database, path: str, index: ModuleIndex, call: Call, external: External) -> tuple[str, str] | None:
    package, method = package_of(external.module), external.name.rpartition(".")[2]
    if package in BCRYPT and method in ("hash", "hashSync"):
        is_default = len(call.arguments) < 2 or isinstance(call.arguments[1], FunctionRef)
        found = {Rounds(MIN_ROUNDS, "its default")} if is_default else _rounds(db, path, call)
        return _bcrypt(dotted(index, call.callee), found)
    if algorithm := STRONG.get((package, method)):
        return "strong", algorithm
    if method == "hash" and (made := external.name.split(".")[0]) in STRONG_CLASSES:
        return "strong", made
    if package == "crypto" and method in SCRYPT:
        return ("strong", "scrypt") if _is_password(db, path, index, call) else None
    if package in CRYPTO | {"pbkdf2"} and method in PBKDF2:
        return ("other", "PBKDF2") if _is_password(db, path, index, call) else None
    return _fast(db, path, index, call, package, external.name)


def _rounds(db: Database, path: str, call: Call) -> set[Rounds]:
    return rounds_of(db, path, Evaluator(db).argument(path, call, 1))


def _bcrypt(written: str, found: set[Rounds]) -> tuple[str, str]:
    """Fewer rounds in one of several cases (of tests, say) leave it open which of them counts."""
    if not found or (min(found).number < MIN_ROUNDS <= max(found).number):
        return "hidden", f"{written} with rounds that are not known"
    least = min(found)
    said = f" ({least.said})" if least.said else ""
    return "strong" if least.number >= MIN_ROUNDS else "weak", f"{written} with {least.number} rounds{said}"


def _plugin_rounds(db: Database, path: str) -> set[Rounds]:
    """What `@fastify/bcrypt` is registered with; without it, its default."""
    for file in request_path_files(db, home_of(db, path)):
        index = index_of(db, file) if packages_named(db, file) & FASTIFY_PLUGINS else None
        for call in index.module.calls if index else ():
            options = call.arguments[1] if len(call.arguments) > 1 else None
            if isinstance(options, Object) and "saltWorkFactor" in dict(options.entries):
                value = dict(options.entries)["saltWorkFactor"]
                return rounds_of(db, file, Evaluator(db).of(file, value, call.function, call.owner))
    return {Rounds(MIN_ROUNDS, "its default")}


def _is_password(db: Database, path: str, index: ModuleIndex, call: Call) -> bool:
    """A key is derived by the same functions: what is given, or the function or file, is named after a password."""
    value = Evaluator(db).argument(path, call, 0)
    if any(isinstance(one, Environment | Constant) for one in options_of(value)):
        return False
    function = index.module.functions[call.function].name if call.function >= 0 else ""
    said = f"{dotted(index, call.arguments[0]) if call.arguments else ''} {function} {path}".lower()
    return any(word in said for word in _NEAR)


def _fast(db: Database, path: str, index: ModuleIndex, call: Call, package: str, name: str) -> tuple[str, str] | None:
    """`createHash('sha256').update(password)`, `md5(password)`: the password itself, not to look it up or compare it."""
    given = dotted(index, call.arguments[0]) if call.arguments else ""
    if not PASSWORD.search(given) or isinstance(call.arguments[0], CallRef) or _only_looks_up(index, call):
        return None
    method = name.rpartition(".")[2]
    if _is_fast_of_crypto(package, name):
        return "fast", f"{_algorithm(db, path, call) or 'a fast hash'} of {given}"
    is_fast = (package in FAST_PACKAGES and (method in FAST or (not method and package in FAST))) or (
        package == "crypto" and name == "hash"
    )
    return ("fast", f"{method or package} of {given}") if is_fast else None


def _of_helper(db: Database, index: ModuleIndex, call: Call, helper: FunctionValue) -> str:
    """The fast hash that a function of the repository makes of what it is given first: `sha1(password)`."""
    inside = index_of(db, helper.path)
    if inside is None or _only_looks_up(index, call) or isinstance(call.arguments[0], CallRef):
        return ""
    first = [Name(one.name) for one in inside.module.functions[helper.index].parameters[:1]]
    for number in inside.calls_in.get(helper.index, ()):
        one = inside.module.calls[number]
        external = external_of(Evaluator(db).callee(helper.path, one)) if list(one.arguments[:1]) == first else None
        if external and _is_fast_of_crypto(package_of(external.module), external.name) and not _only_looks_up(inside, one):
            return _algorithm(db, helper.path, one) or "a fast hash"
    return ""


def _is_fast_of_crypto(package: str, name: str) -> bool:
    """`createHash('sha256').update`."""
    return package == "crypto" and name in ("createHash.update", "createHmac.update")


def _algorithm(db: Database, path: str, call: Call) -> str:
    made = call.callee.of if isinstance(call.callee, Member) else None
    index = index_of(db, path)
    if not isinstance(made, CallRef) or index is None:
        return ""
    value: Value = Evaluator(db).argument(path, index.module.calls[made.index], 0) if made else UNKNOWN
    return str(value.value) if isinstance(value, Constant) else ""


def _only_looks_up(index: ModuleIndex, call: Call) -> bool:
    """Compares hashes of equal length in constant time, or asks a list of leaked passwords for the first characters."""
    own = [index.module.calls[number] for number in index.calls_in.get(call.function, ())]
    written: Iterator[str] = (dotted(index, one.callee) for one in own)
    return any(one.endswith(("timingSafeEqual", ".slice", ".substring", ".substr", "fetch")) for one in written)
