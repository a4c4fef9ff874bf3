"""Env files: whether the package reads the environment, which files of it are tracked, and whether git ignores `.env`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename, dirname, join

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import derives, facts_in, module_of, modules_in
from healthtui.derive.libraries.env_files import ENV_LOADERS
from healthtui.derive.project.nearby import files_for, folders_for
from healthtui.derive.repository.graph import package_of
from healthtui.derive.repository.packages import source_files
from healthtui.facts.base import Place
from healthtui.facts.project import EnvFile, IgnoreRule, Manifest
from healthtui.facts.security import EnvFileSighting, EnvIgnored, EnvironmentUse
from healthtui.tree.ignore import rule_of

_IN_SCRIPT = re.compile(r"--env-file|\bdotenv\b|\benv-cmd\b|\bdotenvx\b")
_NO_STAGE = {"default", "defaults", "schema", "encrypted", "enc", "age", "gpg"}  # `.env.defaults` holds no stage's settings


@derives(EnvironmentUse)
def environment_use(db: Database, package: str) -> tuple[EnvironmentUse, ...]:
    """The first place of each kind of use is enough: a loader of the source, a script, a read."""
    return next(((one,) for one in _uses(db, package)), ())


def _uses(db: Database, package: str) -> Iterator[EnvironmentUse]:
    for path in source_files(db, package):
        for name in modules_in(db, path):
            if package_of(name) in ENV_LOADERS:
                yield EnvironmentUse(Place(path, 1, 1), package_of(name))
    manifest = join("" if package == "." else package, "package.json")
    for one in facts_in(db, Manifest, manifest):
        for script, command in one.scripts.items():
            if _IN_SCRIPT.search(command):
                yield EnvironmentUse(Place(manifest, one.lines.get(f"scripts.{script}", 1), 1), command)
    yield from (use for path in source_files(db, package) for use in _reads(db, path))


@query
def _reads(db: Database, path: str) -> tuple[EnvironmentUse, ...]:
    module = module_of(db, path)
    found = (read for read in module.reads if read.chain.startswith("process.env")) if module else iter(())
    return tuple(EnvironmentUse(Place(path, read.line, read.column), read.chain) for read in found)[:1]


@derives(EnvFileSighting)
def env_files(db: Database, package: str) -> tuple[EnvFileSighting, ...]:
    """The env files of the package in any folder, and of those above it."""
    paths = (path for path in files_for(db, EnvFile, package) if _NO_STAGE.isdisjoint(basename(path).split(".")))
    found = (EnvFileSighting(Place(path), one.is_example) for path in paths for one in facts_in(db, EnvFile, path))
    return tuple(sorted(found, key=lambda one: one.place))


@derives(EnvIgnored)
def env_ignored(db: Database, package: str) -> tuple[EnvIgnored, ...]:
    """For an `.env` in the package; where that is not ignored, for one beside the nearest example above it."""
    folders = folders_for(package)
    examples = [dirname(one.place.path) for one in env_files(db, package) if one.is_example]
    beside = [folder for folder in folders[1:] if folder in examples]
    found = [_ignored_in(db, folder) for folder in (folders[0], *beside)]
    return (next((one for one in found if one.is_ignored), found[0]),)


def _ignored_in(db: Database, folder: str) -> EnvIgnored:
    """As git decides: by the last matching rule of the nearest ignore file that has one."""
    path = join(folder, ".env")
    nearest = ""
    for above in folders_for(folder or "."):
        file = join(above, ".gitignore")
        rules = facts_in(db, IgnoreRule, file)
        nearest = nearest or (file if rules else "")
        for rule in reversed(rules):
            parsed = rule_of(rule.pattern)
            if parsed is not None and parsed.matches(path[len(above) :].lstrip("/")):
                return EnvIgnored(Place(file, rule.line, 1), parsed.ignores)
    return EnvIgnored(Place(nearest), False)
