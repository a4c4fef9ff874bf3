"""Which functions run only while the application starts or stops: nothing waits for them."""

from __future__ import annotations

import re
from posixpath import dirname

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import callers
from healthtui.derive.evaluation.loops import ITERATIONS
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.facts.source import Call, FunctionRef

_MAX_DEPTH = 4  # callers of callers
_MAX_CALLERS = 20
_PARTS = (
    r"Apps?|Servers?|Swagger|Docs?|OpenApi|Config\w*|Env\w*|Folders?|Director\w+|Dirs?|Loggers?|Logging|Database|Db|DB|Models?|Routes?"
    r"|Routers?|Plugins?|Middlewares?|Schemas?|Https?|Certs?|Keys?|I18n|Sequelize|Views?|Templates?|Engine|Modules?|Controllers?"
    r"|Commands?|Events?|Listeners?|Sockets?|Jobs?|Crons?|Files?|Translations?|Locales?|Credentials?|Spec"
)
_NAME = re.compile(
    r"^(?:bootstrap|main|start|init|initiali[sz]e|setup|boot|listen|configure|useFactory|constructor|shutdown|cleanup|teardown|migrate"
    r"|onModule\w+|onApplication\w+|beforeApplicationShutdown|afterInit|onReady|load(?:All)?"
    rf"|(?:start|init|initiali[sz]e|setup|configure|bootstrap|mount|register|build|create|make|load|loadAll|read|import)_?\w*(?:{_PARTS}))$"
)
_AT_ONCE = ITERATIONS | {"then", "catch", "finally", "Promise", "sort", "find"}
_SETS_UP = {"use", "listen", "Router", "express", "fastify", "Fastify", "createServer"}
_FOLDERS = {"loaders", "loader", "cli", "commands", "bootstrap"}  # of what starts the application, or of a command line
_APPLICATION = re.compile(r"^(?:fastify|instance|app|server|application|_app|_fastify|expressApp)$")
_APPLICATION_TYPE = re.compile(
    r"\b(?:FastifyInstance|Express|Application|INestApplication|NestFastifyApplication|NestExpressApplication)\b"
)
_GIVEN_TO = re.compile(r"^process\.(?:on|once)$|(?:^|\.)(?:listen|fastifyPlugin|fp|registerAs|forRootAsync|registerAsync)$")


@query
def is_startup(db: Database, path: str, function: int) -> bool:
    """Whether a function, or one around it, runs only while the application starts or stops."""
    return not _FOLDERS.isdisjoint(dirname(path).lower().split("/")) or _Look(db).function(path, function, 0)


class _Look:
    """Follows callers. Each function is looked at once, so that functions may call each other."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._seen: set[tuple[str, int]] = set()

    def function(self, path: str, function: int, depth: int) -> bool:
        index = index_of(self.db, path)
        if index is None or (path, function) in self._seen or depth > _MAX_DEPTH:
            return False
        self._seen.add((path, function))
        while function >= 0:
            if _is_setup(index, function) or self._is_only_called_so(path, function, depth):
                return True
            if not _runs_at_once(index, function):
                return False
            function = index.module.functions[function].parent
        return False

    def _is_only_called_so(self, path: str, function: int, depth: int) -> bool:
        """At least one caller, and every one at the top of a file or in such a function."""
        found = callers(self.db, FunctionValue(path, function), _MAX_CALLERS)
        return bool(found) and all(self._call(where, call_at(self.db, where, number), depth) for where, number in found)

    def _call(self, path: str, call: Call | None, depth: int) -> bool:
        return call is not None and (call.function < 0 or self.function(path, call.function, depth + 1))


def _runs_at_once(index: ModuleIndex, function: int) -> bool:
    """Given to an iteration or a promise: runs when what is around it runs, unlike a handler."""
    given_to = index.module.functions[function].passed_to
    return given_to >= 0 and dotted(index, index.module.calls[given_to].callee).rpartition(".")[2] in _AT_ONCE


def _is_setup(index: ModuleIndex, function: int) -> bool:
    """By its name, by being given the application or to something, by mounting middleware, or called where it is written."""
    declared = index.module.functions[function]
    if _NAME.match(declared.name):
        return True
    first = declared.parameters[0] if declared.parameters else None
    if first is not None and (_APPLICATION.match(first.name) or _APPLICATION_TYPE.search(first.type)):
        return True
    if declared.passed_to >= 0 and _GIVEN_TO.search(dotted(index, index.module.calls[declared.passed_to].callee)):
        return True
    own = (index.module.calls[number] for number in index.calls_in.get(function, ()))
    if any(dotted(index, call.callee).rpartition(".")[2] in _SETS_UP for call in own):
        return True
    return any(one.callee == FunctionRef(function) and one.function < 0 for one in index.module.calls)
