"""Where a query stands: in a repository, model, dao or db module, or somewhere else; and in which loops."""

from __future__ import annotations

import re
from posixpath import basename, dirname

from healthtui.derive.evaluation.written import method_of
from healthtui.derive.inputs import ModuleIndex
from healthtui.derive.libraries.words import names
from healthtui.facts.source import Call, Name

_WORD = re.compile(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])")
_ROLES = names(
    "repository repositories repo repos model models dao daos db database databases entity entities prisma dal persistence mongo"
    " mongodb mongoose knex typeorm sequelize drizzle queries storage store stores postgres postgresql mysql sqlite"
)
_NAME_ROLES = _ROLES - names("entities mongo persistence queries postgres postgresql mysql sqlite")
_REPOSITORIES = names("repository repositories repo repos dao daos")
_OTHER_ROLES = names("service controller resolver route routes middleware handler")
_REPOSITORY_CLASS = re.compile(r"(?:Repository|Repo|Dao|DAO)(?:Impl|Base)?$|^\w+Repository[A-Z]")
ITERATIONS = names(
    "map forEach flatMap filter some every reduce reduceRight each eachSeries eachLimit eachOf forEachSeries forEachLimit"
    " mapSeries mapLimit mapValues pMap asyncForEach forOwn"
)
# Callbacks that run where they stand, so that a loop around the call is a loop around them.
IMMEDIATE = names(
    "then catch finally $transaction transaction transactional withTransaction Promise limit retry tap execute run add call begin"
)
# Callbacks in a list or an object of steps, which the package async runs.
FLOWS = names("waterfall series parallel parallelLimit auto")


def is_data_module(path: str) -> bool:
    """A repository, model, dao or db module, by a folder or a part of its name."""
    folders = {folder.lower() for folder in dirname(path).split("/")}
    stem = basename(path).rsplit(".", 1)[0]
    words = [word.lower() for word in _WORD.findall(stem)]
    if words and words[-1] in _OTHER_ROLES:
        return bool(folders & names("dao daos repositories repository dal"))
    return bool(folders & _ROLES) or bool(_NAME_ROLES & set(words))


def is_repository_module(path: str) -> bool:
    """A module of repositories by its folder or name: `repositories/user.js`, `tasks-repository.ts`, `userDao.js`."""
    words = {word.lower() for word in _WORD.findall(basename(path).rsplit(".", 1)[0])}
    return bool(words & _REPOSITORIES) or not _REPOSITORIES.isdisjoint(dirname(path).lower().split("/"))


def is_in_repository_class(index: ModuleIndex, function: int) -> bool:
    """Whether a function is in a class that is named as a repository."""
    owner = index.owner_of(function)
    return owner >= 0 and bool(_REPOSITORY_CLASS.search(index.module.classes[owner].name))


def is_looped(index: ModuleIndex, call: Call) -> bool:
    """Whether a call runs once for each element: in a loop, or in the callback of an iteration, as far as callbacks run
    where they stand."""
    while True:
        if call.in_loop:
            return True
        function = call.function
        if function < 0 or (passed := index.module.functions[function].passed_to) < 0:
            return False
        call = index.module.calls[passed]
        name = call.callee.id if isinstance(call.callee, Name) else method_of(call)
        if name in ITERATIONS:
            return True
        if name not in IMMEDIATE:
            return False
