"""Tools that are set up for a package: linters, formatters, test runners, compiler settings, audits, env files."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database
from healthtui.derive.inputs import all_facts, derived, facts_in, folders_up, paths_with
from healthtui.derive.libraries.names import AUDIT_COMMAND, ENV_LOADERS, ENV_SCRIPT, RUNNERS, STRICT_SETTINGS, TOOLS
from healthtui.derive.repository.folders import folder_of, own_code
from healthtui.derive.repository.graph import compiler_options, packages_named
from healthtui.derive.repository.packages import modules_used, test_files
from healthtui.facts.base import Place
from healthtui.facts.derived import Recognised
from healthtui.facts.outputs import AuditReport
from healthtui.facts.project import EnvFile, Manifest, ToolConfig, Workflow
from healthtui.facts.structure import ConfigRead

_ENV = ".env"


def tools_at_work(db: Database, package: str) -> list[Recognised]:
    """The tools of a package, at their settings: its own, and those of the folders above it."""
    folder = "" if package == "." else package
    found = [*_configured(db, folder, bool(test_files(db, package))), *_strict(db, folder, package), *_audits(db, folder)]
    return found + _env(db, folder, package)


def _speaks_of(db: Database, path: str, folder: str) -> bool:
    """A file of the package, or in a folder above it."""
    return folder_of(db, path) == folder or dirname(path) in folders_up(f"{folder}/_" if folder else "_")


def _configured(db: Database, folder: str, has_tests: bool) -> Iterator[Recognised]:
    for path, one in all_facts(db, ToolConfig):
        name = TOOLS.get(one.tool, "")
        if name and _speaks_of(db, path, folder) and (has_tests or name not in RUNNERS):
            yield Recognised(Place(path, one.line, 1), name)


def _strict(db: Database, folder: str, package: str) -> Iterator[Recognised]:
    options = compiler_options(db, folder)
    is_typescript = any(path.endswith((".ts", ".tsx", ".mts", ".cts")) for path in own_code(db, package))
    if not is_typescript:
        return
    if options.strict:
        yield Recognised(Place(options.strict_place[0], options.strict_place[1], 1), "TypeScript strict")
    elif options.strict is None and any(STRICT_SETTINGS.fullmatch(one) for one in options.unresolved):
        yield Recognised(Place(options.file, 1, 1), "TypeScript strict")


def _audits(db: Database, folder: str) -> Iterator[Recognised]:
    for path in paths_with(db, AuditReport):
        yield Recognised(Place(path), "npm audit")
    for path, workflow in all_facts(db, Workflow):
        for step in workflow.steps:
            if AUDIT_COMMAND.search(step.run):
                yield Recognised(Place(path, step.line, 1), "npm audit")
    for up in folders_up(join(folder, "_")):
        path = join(up, "package.json")
        for manifest in facts_in(db, Manifest, path):
            if any(AUDIT_COMMAND.search(script) for script in manifest.scripts.values()):
                yield Recognised(Place(path, manifest.lines.get("scripts", 1), 1), "npm audit")


def _env(db: Database, folder: str, package: str) -> list[Recognised]:
    """A loader of env files, or an env file (an example too) where the environment is read."""
    if (loaded := next(in_each_file(db, package, _loads_env), None)) is not None:
        return [loaded]
    for manifest in facts_in(db, Manifest, join(folder, "package.json")):
        if any(ENV_SCRIPT.search(script) for script in manifest.scripts.values()):
            return [Recognised(Place(join(folder, "package.json"), manifest.lines.get("scripts", 1), 1), _ENV)]
    files = [path for path in paths_with(db, EnvFile) if _speaks_of(db, path, folder)]
    is_read = bool(derived(db, ConfigRead, package)) or "@nestjs/config" in modules_used(db, package)
    return [Recognised(Place(path, 1, 1), _ENV) for path in files[:1] if is_read]


def _loads_env(db: Database, path: str) -> list[Recognised]:
    return [Recognised(Place(path, 1, 1), _ENV)] if packages_named(db, path) & ENV_LOADERS else []
