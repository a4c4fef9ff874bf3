"""The module graph: which file an import names, through relative paths, `tsconfig` paths, aliases and workspaces."""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath, splitext
from typing import Any

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import all_facts, exists, facts_in, folders_up, module_of, modules_in
from healthtui.facts.project import CompilerOptions, Manifest
from healthtui.facts.source import Module

EXTENSIONS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")
_BUILT = ("lib", "dist", "build", "out")  # what a compiler makes of `src`: tests often import that
_ROOT_LOADERS = {"rootpath", "app-module-path"}
_NODE_PATH = re.compile(r"\bNODE_PATH=['\"]?([\w./-]+)")
_TYPESCRIPT_OF = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}


class EffectiveOptions(msgspec.Struct, frozen=True):
    """Compiler options through `extends`; `paths` are patterns and their targets as paths from the root."""

    file: str = ""
    strict: bool | None = None
    strict_place: tuple[str, int] = ("", 0)
    check_js: bool | None = None
    base: str | None = None
    paths: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unresolved: tuple[str, ...] = ()  # configurations that are extended but not in the repository


def package_of(specifier: str) -> str:
    """The package that a bare specifier names: `@scope/name/sub` → `@scope/name`."""
    parts = specifier.removeprefix("node:").split("/")
    return "/".join(parts[:2]) if specifier.startswith("@") else parts[0]


@query
def packages_named(db: Database, path: str) -> frozenset[str]:
    """The packages that a source file names; told without decoding it."""
    return frozenset(package_of(module) for module in modules_in(db, path))


def _candidates(path: str) -> list[str]:
    root, extension = splitext(path)
    found = [path] if extension in EXTENSIONS else []
    found += [root + other for other in _TYPESCRIPT_OF.get(extension, ())]
    found += [path + other for other in EXTENSIONS]
    return found + [f"{path}/index{other}" for other in EXTENSIONS]


def _find(db: Database, path: str) -> str | None:
    path = normpath(path)
    if path.startswith("..") or path == ".":
        path = "" if path == "." else path
    return next((one for one in _candidates(path.lstrip("/")) if exists(db, one)), None)


@query
def resolve_module(db: Database, folder: str, specifier: str) -> str | None:
    """The file that a specifier names from a folder; None when it lies outside the repository."""
    if specifier.startswith("."):
        path = join(folder, specifier)
        return _find(db, path) or _source_of(db, path)
    options = compiler_options(db, folder)
    for pattern, targets in options.paths:
        rest = _match(pattern, specifier)
        if rest is None:
            continue
        for target in targets:
            if found := _find(db, target.replace("*", rest, 1)):
                return found
    if options.base is not None and (found := _find(db, join(options.base, specifier))):
        return found
    return _aliased(db, folder, specifier) or _in_workspace(db, specifier) or _from_root(db, folder, specifier)


def _manifest_above(db: Database, folder: str) -> tuple[str, Manifest | None]:
    """The nearest `package.json` at or above a folder, and where it lies."""
    at = next((one for one in (folder, *folders_up(folder)) if exists(db, join(one, "package.json"))), None)
    found = facts_in(db, Manifest, join(at, "package.json")) if at is not None else ()
    return at or "", next(iter(found), None)


def _aliased(db: Database, folder: str, specifier: str) -> str | None:
    """By an alias that the nearest `package.json` names."""
    at, manifest = _manifest_above(db, folder)
    for pattern, target in manifest.aliases if manifest else ():
        rest = _match(pattern, specifier)
        if rest is not None and target and (found := _find(db, join(at, target.replace("*", rest, 1)))):
            return found
    return None


def _from_root(db: Database, folder: str, specifier: str) -> str | None:
    """From the folder of the package, or one that a script names as `NODE_PATH`, where modules are looked for there, too."""
    at, manifest = _manifest_above(db, folder)
    if manifest is None or package_of(specifier) in manifest.dependencies:
        return None
    roots = [] if _ROOT_LOADERS.isdisjoint(manifest.dependencies) else ["", "src"]
    roots += [one for script in manifest.scripts.values() for one in _NODE_PATH.findall(script)]
    return next((found for root in roots if (found := _find(db, join(at, root, specifier)))), None)


def _source_of(db: Database, path: str) -> str | None:
    """The file that a built one is made from: `lib/users.js` and `dist/src/users.js` from `src/users`."""
    parts = normpath(path).split("/")
    at = next((number for number, part in enumerate(parts) if part in _BUILT), None)
    if at is None:
        return None
    inner = parts[at + 1 :]
    return _find(db, "/".join([*parts[:at], *(inner if inner[:1] == ["src"] else ["src", *inner])]))


def _match(pattern: str, specifier: str) -> str | None:
    head, star, tail = pattern.partition("*")
    if not star:
        return "" if pattern == specifier else None
    if specifier.startswith(head) and specifier.endswith(tail) and len(specifier) >= len(head) + len(tail):
        return specifier[len(head) : len(specifier) - len(tail)]
    return None


@query
def compiler_options(db: Database, folder: str) -> EffectiveOptions:
    """The options of the nearest `tsconfig.json` (or `jsconfig.json`) at or above a folder."""
    for up in [folder, *folders_up(folder)] if folder else [""]:
        for name in ("tsconfig.json", "jsconfig.json"):
            path = join(up, name)
            if facts_in(db, CompilerOptions, path):
                return options_of(db, path)
    return EffectiveOptions()


@query
def options_of(db: Database, path: str) -> EffectiveOptions:
    """One configuration with all that it extends, the last one winning."""
    merged, todo, seen = EffectiveOptions(), [path], set[str]()
    missing: list[str] = []
    chain: list[tuple[str, CompilerOptions]] = []
    while todo:
        file = todo.pop()
        if file in seen or not (facts := facts_in(db, CompilerOptions, file)):
            continue
        seen.add(file)
        chain.append((file, facts[0]))
        for base in facts[0].extends:
            found = _extended(db, file, base)
            if found:
                todo.append(found)
            else:
                missing.append(base)
    for file, options in reversed(chain):
        merged = _overlay(merged, file, options)
    return msgspec.structs.replace(merged, file=path, unresolved=tuple(missing))


def _extended(db: Database, file: str, base: str) -> str | None:
    if not base.startswith("."):
        package = package_of(base)
        for path, manifest in all_facts(db, Manifest):
            if manifest.name == package:
                rest = base[len(package) :].lstrip("/") or "tsconfig.json"
                return _config_at(db, join(dirname(path), rest))
        return None
    return _config_at(db, normpath(join(dirname(file), base)))


def _config_at(db: Database, path: str) -> str | None:
    return next((one for one in (path, path + ".json", path + "/tsconfig.json") if facts_in(db, CompilerOptions, one)), None)


def _overlay(under: EffectiveOptions, file: str, options: CompilerOptions) -> EffectiveOptions:
    folder = dirname(file)
    changes: dict[str, Any] = {}
    if options.strict is not None:
        changes |= {"strict": options.strict, "strict_place": (file, options.strict_line)}
    if options.check_js is not None:
        changes["check_js"] = options.check_js
    if options.base_url is not None:
        changes["base"] = normpath(join(folder, options.base_url)).removeprefix("./").removesuffix(".")
    if options.paths:
        root = join(folder, options.base_url or ".")
        targets = tuple((k, tuple(normpath(join(root, target)) for target in v)) for k, v in options.paths)
        changes["paths"] = tuple(sorted(targets, key=lambda one: -len(one[0])))
    return msgspec.structs.replace(under, **changes) if changes else under


@query
def _workspace_names(db: Database) -> tuple[tuple[str, str], ...]:
    return tuple((manifest.name, path) for path, manifest in all_facts(db, Manifest) if manifest.name)


def _in_workspace(db: Database, specifier: str) -> str | None:
    package = package_of(specifier)
    path = dict(_workspace_names(db)).get(package)
    if path is None:
        return None
    folder, rest = dirname(path), specifier[len(package) :].lstrip("/")
    manifest = facts_in(db, Manifest, path)[0]
    exported = manifest.exports.get(f"./{rest}" if rest else ".", "")
    tries = [exported, rest and f"src/{rest}", rest] if rest else [exported, "src/index", manifest.main, "index"]
    for one in tries:
        built = one.removeprefix("./").removeprefix("dist/").removeprefix("build/")
        for inner in dict.fromkeys((one, f"src/{built}", built)):
            if one and (found := _find(db, join(folder, inner))):
                return found
    return None


@query
def imports_of(db: Database, path: str) -> tuple[str, ...]:
    """The files of the repository that a source file imports or re-exports, in order, each once."""
    module = module_of(db, path)
    if module is None:
        return ()
    found = (resolve_module(db, dirname(path), specifier) for specifier in specifiers_of(module))
    return tuple(dict.fromkeys(one for one in found if one))


def specifiers_of(module: Module) -> list[str]:
    """The modules that a source file names with a value: imports that are not of types alone, and re-exports."""
    named = [one.module for one in module.imports if not one.type_only]
    return list(dict.fromkeys(named + [one.module for one in module.exports if one.module]))
