"""How strictly the source of a package is typed: its language, and the configuration that governs it."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath

from healthtui.derive.database import Database
from healthtui.derive.inputs import derived, derives, facts_in, paths_with
from healthtui.derive.libraries.compiler import NOT_STRICT, STRICT_BASES, STRICT_SCOPE
from healthtui.derive.project.nearby import folders_for
from healthtui.derive.repository.areas import is_source
from healthtui.derive.repository.folders import folder_of, own_code, own_files
from healthtui.derive.repository.graph import EffectiveOptions, compiler_options, options_of, package_of
from healthtui.facts.base import Place, Unreadable
from healthtui.facts.derived import Package
from healthtui.facts.project import CompilerOptions
from healthtui.facts.quality import TypeStrictness

_TYPESCRIPT = (".ts", ".tsx", ".mts", ".cts")
_FOR_TESTS = ("spec", "test", "e2e")


@derives(TypeStrictness)
def type_strictness(db: Database, package: str) -> tuple[TypeStrictness, ...]:
    """One for each configuration that governs source of the package's language."""
    files = own_code(db, package) or tuple(path for path in own_files(db, package) if is_source(path))
    if not files:
        return ()
    typed = [path for path in files if path.endswith(_TYPESCRIPT)]
    language = "typescript" if 2 * len(typed) >= len(files) else "javascript"
    governed = typed if language == "typescript" else [path for path in files if path not in typed]
    if broken := _broken(db, package):
        return (TypeStrictness(broken[0], language, False, False, broken=broken[1]),)
    options = {_governing(db, package, folder) for folder in {dirname(path) for path in governed}}
    found = (_strictness(db, package, language, one) for one in options)
    return tuple(sorted(set(found), key=lambda one: one.place))


def _broken(db: Database, package: str) -> tuple[Place, str] | None:
    """The nearest configuration, where it cannot be read."""
    for folder in folders_for(package):
        for path in (join(folder, "tsconfig.json"), join(folder, "jsconfig.json")):
            for one in facts_in(db, Unreadable, path):
                return Place(path, one.line), one.reason
            if facts_in(db, CompilerOptions, path):
                return None
    return None


def _governing(db: Database, package: str, folder: str) -> EffectiveOptions:
    """The options that hold in a folder; of a configuration that only refers to others, those of these."""
    options = compiler_options(db, folder)
    if options.file and options.strict is None and not options.unresolved:
        return next((one for one in _referred(db, options.file) if one.strict is not None), options)
    if not options.file:
        own = [path for path in paths_with(db, CompilerOptions) if folder_of(db, path) == ("" if package == "." else package)]
        return options_of(db, min(own, key=lambda path: (path.count("/"), path))) if own else options
    return options


def _referred(db: Database, file: str) -> Iterator[EffectiveOptions]:
    for reference in facts_in(db, CompilerOptions, file)[0].references:
        path = normpath(join(dirname(file), reference))
        for one in (path, join(path, "tsconfig.json")):
            if facts_in(db, CompilerOptions, one) and not any(word in basename(one) for word in _FOR_TESTS):
                yield options_of(db, one)


def _strictness(db: Database, package: str, language: str, options: EffectiveOptions) -> TypeStrictness:
    place = Place(options.file, 1, 1) if options.file else derived(db, Package, package)[0].place
    checks = bool(options.check_js)
    if options.strict is not None:
        file, line = options.strict_place
        return TypeStrictness(Place(file, line, 1), language, options.strict, checks)
    if any(_is_strict_base(one) for one in options.unresolved):
        return TypeStrictness(place, language, True, checks)
    unread = [one for one in options.unresolved if package_of(one) not in NOT_STRICT]
    return TypeStrictness(place, language, False, checks, absent=next(iter(unread), ""))


def _is_strict_base(base: str) -> bool:
    package = package_of(base)
    return package in STRICT_BASES or (package.startswith(STRICT_SCOPE) and package not in NOT_STRICT)
