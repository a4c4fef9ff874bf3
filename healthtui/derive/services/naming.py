"""Which files are service modules, by the catalogue's words."""

from __future__ import annotations

import re
from posixpath import basename, dirname

from healthtui.derive.data.access import data_access_in
from healthtui.derive.data.placement import is_data_module
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.source import CallRef, Name

_SERVICE_NAME = re.compile(r"\.service\.\w+$", re.I)
_OTHER_ROLE = re.compile(
    r"[.\-_](?:interceptor|guard|filter|pipe|subscriber|controller|resolver|module|middleware|routes?|router|dto|entity|schema|model"
    r"|repository|decorator|strategy|gateway|types?|interface|enum|constants?|config|errors?|exception)s?\.\w+$"
    r"|[a-z](?:Interceptor|Guard|Filter|Pipe|Subscriber|Controller|Resolver|Middleware|Routes?|Router|Dto|Repository)\.\w+$",
)
_CONFIG = re.compile(r"config(?:uration)?[-_.]?service\.\w+$", re.I)
_CONFIG_FACTORY = re.compile(r"(?:Options|Config)Factory\b")
_BUS_HANDLERS = {"CommandHandler", "QueryHandler"}
_BUS_INTERFACES = re.compile(r"^I?(?:Command|Query)Handler\b")
_USE_CASE_FOLDERS = {"use-cases", "usecases", "use_cases", "use-case", "usecase", "interactors"}
_USE_CASE_NAME = re.compile(r"[.\-_]use[-_]?cases?\.\w+$|UseCase\.\w+$|[.\-_]interactor\.\w+$", re.I)


@query
def service_paths(db: Database, package: str) -> tuple[tuple[str, bool], ...]:
    """The service modules of a package, and whether they are by name or folder."""
    files = request_path_files(db, package)
    prefix = "" if package == "." else f"{package}/"
    named = [path for path in files if _is_named(path.removeprefix(prefix)) and _is_service(db, path)]
    if not all(_is_client(db, path) for path in named):
        return tuple((path, True) for path in named)
    cases = [path for path in files if _is_use_case(db, path)]
    if named and not cases:
        return tuple((path, True) for path in named)
    found = cases or [path for path in files if is_data_module(path) and data_access_in(db, path)]
    return tuple((path, False) for path in found)


def _is_named(path: str) -> bool:
    name = basename(path)
    if _OTHER_ROLE.search(name) or _CONFIG.search(name):
        return False
    folders = dirname(path).lower().split("/")
    return bool(_SERVICE_NAME.search(name)) or "services" in folders


@query
def _is_service(db: Database, path: str) -> bool:
    """Not a barrel, not types alone, not a configuration factory."""
    index = index_of(db, path)
    return index is not None and has_code(index) and not _is_configuration(index)


def has_code(index: ModuleIndex) -> bool:
    """Whether a module has functions or classes of its own: a barrel and types alone have none."""
    return bool(index.module.functions or index.module.classes)


@query
def _is_client(db: Database, path: str) -> bool:
    """A client of a database that is called a service: alone, it stands in for no handler of a bus and no use case."""
    index = index_of(db, path)
    return index is not None and any(
        one.extends is not None and dotted(index, one.extends) == "PrismaClient" for one in index.module.classes
    )


def _is_configuration(index: ModuleIndex) -> bool:
    return any(_CONFIG_FACTORY.search(name) for one in index.module.classes for name in one.implements)


@query
def _is_use_case(db: Database, path: str) -> bool:
    """A handler of a command or query bus, or a use case."""
    index = index_of(db, path)
    if index is None or not has_code(index) or _OTHER_ROLE.search(basename(path)):
        return False
    folders = set(dirname(path).lower().split("/"))
    if folders & _USE_CASE_FOLDERS or _USE_CASE_NAME.search(basename(path)):
        return True
    for declared in index.module.classes:
        names = [index.module.calls[one.index].callee for one in declared.decorators if isinstance(one, CallRef)]
        if any(isinstance(one, Name) and one.id in _BUS_HANDLERS for one in names):
            return True
        if any(_BUS_INTERFACES.match(one) for one in declared.implements):
            return True
    return False
