"""`@fastify/autoload`: which files of a folder become plugins, under which prefix, with which hooks around them.

Follows https://github.com/fastify/fastify-autoload: an index file stands alone in its folder, autohooks belong to a
folder and, when they cascade, to those below; `_id` in a name is a parameter.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from posixpath import basename, dirname, join, normpath

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Literally, Value
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.fastify.options import entry, option, option_is, texts
from healthtui.derive.http.patterns import pattern_of
from healthtui.derive.inputs import ModuleIndex, index_of, paths_with
from healthtui.derive.repository.folders import folder_of
from healthtui.facts.source import CallRef, Expression, Literal, Member, Name, Outline, Template

_SCRIPT = re.compile(r"(?<!\.d)\.[cm]?[jt]s$")
_INDEX = re.compile(r"^index\.[cm]?[jt]s$")
_AUTO_HOOKS = re.compile(r"^[_.]?auto_?-?hooks\.[cm]?[jt]s$", re.I)
_HERE = {"__dirname", "__filename", "import.meta.dirname", "import.meta.filename", "import.meta.url"}
MAX_STEPS = 100


class Group(msgspec.Struct, frozen=True):
    """The plugins of one folder, and the autohooks that apply to them, outermost first."""

    prefix: str
    hooks: tuple[str, ...]
    plugins: tuple[str, ...]


def autoloaded(db: Database, value: Value) -> list[Group]:
    """What a registration of autoload with these options loads, folder by folder."""
    folder = autoload_folder(db, value)
    return _Loading(db, value, folder).groups() if folder is not None else []


def autoload_folder(db: Database, value: Value) -> str | None:
    """The folder that the options name; None where it is not known."""
    found = entry(db, value, "dir")
    return folder_named(db, *found) if found else None


class _Loading:
    def __init__(self, db: Database, value: Value, folder: str) -> None:
        self.db, self.folder = db, folder
        self.has_hooks = option_is(db, value, "autoHooks", True)
        self.cascades = option_is(db, value, "cascadeHooks", True)
        self.overwrites = option_is(db, value, "overwriteHooks", True)
        self.has_parameters = option_is(db, value, "routeParams", True)
        self.names_prefix = not option_is(db, value, "dirNameRoutePrefix", False)
        self.ignored = _pattern(texts(db, option(db, value, "ignorePattern")))
        self.matched = _pattern(texts(db, option(db, value, "matchFilter")))
        self.index = _pattern(texts(db, option(db, value, "indexPattern"))) or _INDEX
        self.auto_hooks = _pattern(texts(db, option(db, value, "autoHooksPattern"))) or _AUTO_HOOKS

    def groups(self) -> list[Group]:
        files: defaultdict[str, list[str]] = defaultdict(list)
        for path in paths_with(self.db, Outline):
            if (path.startswith(f"{self.folder}/") or self.folder == ".") and self._is_taken(path):
                files[dirname(path) or "."].append(path)
        return [self._group(folder, files) for folder in sorted(files)]

    def _is_taken(self, path: str) -> bool:
        if not _SCRIPT.search(path) or "node_modules/" in path:
            return False
        parts = self._relative(path).split("/")
        tested = [*parts, "/" + "/".join(parts)]
        if self.ignored and any(self.ignored.search(one) for one in tested):
            return False
        is_hooks = bool(self.auto_hooks.search(parts[-1]))
        return self.matched is None or is_hooks or any(self.matched.search(one) for one in tested)

    def _relative(self, path: str) -> str:
        return path if self.folder == "." else path[len(self.folder) + 1 :]

    def _group(self, folder: str, files: dict[str, list[str]]) -> Group:
        scripts = [one for one in files[folder] if not self.auto_hooks.search(basename(one))]
        indexes = [one for one in scripts if self.index.search(basename(one))]
        return Group(self._prefix(folder), tuple(self._hooks(folder, files)), tuple(indexes or scripts))

    def _hooks(self, folder: str, files: dict[str, list[str]]) -> list[str]:
        if not self.has_hooks:
            return []
        found: list[str] = []
        for one in self._folders_down_to(folder) if self.cascades else [folder]:
            own = [path for path in files.get(one, ()) if self.auto_hooks.search(basename(path))]
            found = own if own and self.overwrites else found + own
        return found

    def _folders_down_to(self, folder: str) -> list[str]:
        if folder == self.folder:
            return [folder]
        parts = self._relative(folder).split("/")
        return [self.folder, *(normpath(join(self.folder, *parts[:count])) for count in range(1, len(parts) + 1))]

    def _prefix(self, folder: str) -> str:
        if folder == self.folder or not self.names_prefix:
            return ""
        prefix = "/" + self._relative(folder)
        if not self.has_parameters:
            return prefix
        return re.sub(r"/_(?=[^/_])", "/:", re.sub(r"(?<=/)__(?=[^/])", ":", prefix))


def _pattern(sources: Iterable[str]) -> re.Pattern[str] | None:
    return next((found for source in sources if (found := pattern_of(source))), None)


def folder_named(db: Database, literal: Literally, expression: Expression) -> str | None:
    """The folder of the repository that an expression such as `path.join(__dirname, 'routes')` names."""
    parts = _parts(db, literal.path, expression, literal.function)
    if parts is None:
        return None
    folder = normpath(join(*parts)) if parts else "."
    return None if folder.startswith("..") else folder


def _parts(db: Database, path: str, expression: Expression, function: int) -> list[str] | None:
    """The parts of a path, from the root of the repository; None where a part is not known."""
    index = index_of(db, path)
    todo, parts, base, steps = [expression], list[str](), folder_of(db, path), 0
    while todo and index is not None and steps < MAX_STEPS:
        one, steps = todo.pop(0), steps + 1
        name = dotted(index, one) if isinstance(one, Name | Member) else ""
        if isinstance(one, Literal) and isinstance(one.value, str):
            parts.append(one.value.lstrip("/"))
        elif isinstance(one, Template):
            todo = [*one.parts, *todo]
        elif name in _HERE:
            base = dirname(path)
        elif isinstance(one, CallRef):
            call = index.module.calls[one.index]
            if dotted(index, call.callee) != "process.cwd":
                todo = [*call.arguments, *todo]
        elif isinstance(one, Member) and one.name in ("pathname", "href"):
            todo.insert(0, one.of)
        elif constants := texts(db, Evaluator(db).of(path, one, function)):
            parts.append(constants[0])
        elif (bound := _bound(index, one, function)) is not None:
            todo.insert(0, bound)
        else:
            return None
    return [base, *parts]


def _bound(index: ModuleIndex, expression: Expression, function: int) -> Expression | None:
    """What a name is bound to, in the scopes around it."""
    while isinstance(expression, Name):
        for binding in index.bindings.get((function, expression.id), ()):
            return binding.value
        if function < 0:
            return None
        function = index.module.functions[function].parent
    return None
