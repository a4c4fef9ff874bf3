"""Package managers: which one a lockfile belongs to, how it audits, and the copy that it audits."""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_KEPT = (
    "name", "version", "private", "workspaces", "overrides", "resolutions", "pnpm",
    "dependencies", "devDependencies", "optionalDependencies", "peerDependencies",
)  # fmt: skip
_NOT_ENTERED = {"node_modules", "dist", "build", "coverage"}
_ANSWERS = ("auditReportVersion", "vulnerabilities", "advisories", "auditAdvisory", "auditSummary")
_QUIET = {
    "npm_config_ignore_scripts": "true",
    "COREPACK_ENABLE_STRICT": "0",
    "COREPACK_ENABLE_DOWNLOAD_PROMPT": "0",
    "YARN_IGNORE_PATH": "1",
    "YARN_ENABLE_SCRIPTS": "false",
}


@dataclass(frozen=True, slots=True)
class Manager:
    program: str
    arguments: tuple[str, ...]
    lockfile: Path

    def environment(self) -> dict[str, str]:
        """Without scripts, and without fetching another version of the manager itself."""
        own = {"npm_config_manage_package_manager_versions": "false"} if self.program == "pnpm" else {}
        return os.environ | _QUIET | own


def find_manager(folder: Path) -> Manager | None:
    """The manager of the first lockfile in the folder, or None."""
    for name in ("package-lock.json", "npm-shrinkwrap.json"):
        if (folder / name).is_file():
            return Manager("npm", ("audit", "--json", "--package-lock-only", "--ignore-scripts"), folder / name)
    if (folder / "pnpm-lock.yaml").is_file():
        return Manager("pnpm", ("audit", "--json"), folder / "pnpm-lock.yaml")
    lockfile = folder / "yarn.lock"
    if not lockfile.is_file():
        return None
    is_classic = b"# yarn lockfile v1" in lockfile.read_bytes()[:500]
    return Manager("yarn", ("audit", "--json") if is_classic else ("npm", "audit", "--all", "--recursive", "--json"), lockfile)


def write_copy(folder: Path, lockfile: Path, copy: Path) -> None:
    """The lockfile and every `package.json`, of which only the dependencies are kept."""
    (copy / lockfile.name).write_bytes(lockfile.read_bytes())
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in _NOT_ENTERED and not name.startswith(".")]
        if "package.json" in files and (Path(parent) / "package.json").is_file():
            target = copy / Path(parent).relative_to(folder)
            target.mkdir(parents=True, exist_ok=True)
            (target / "package.json").write_text(json.dumps(_bare(Path(parent) / "package.json")), encoding="utf-8")


def _bare(manifest: Path) -> dict[str, Any]:
    try:
        found = json.loads(manifest.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {key: found[key] for key in _KEPT if key in found} if isinstance(found, dict) else {}


def is_audit(output: bytes) -> bool:
    """Whether it is an audit's JSON, or lines of it, and no error."""
    return any(isinstance(value, dict) and _is_answer(value) for value in _values(output))


def problem(output: bytes, errors: bytes) -> str:
    """What went wrong, in the package manager's own words."""
    for value in _values(output):
        for told in (value.get("error"), value) if isinstance(value, dict) else ():
            if isinstance(told, dict) and (said := told.get("summary") or told.get("message") or told.get("data")):
                return str(said)
    lines = [line for line in errors.decode("utf-8", "replace").splitlines() if line.strip()]
    return re.sub(r"\x1b\[[0-9;]*m", "", lines[0]) if lines else "it said nothing"


def _is_answer(value: dict[str, Any]) -> bool:
    if "error" in value:
        return False
    return any(key in value for key in _ANSWERS) or value.get("type") in _ANSWERS or "children" in value


def _values(output: bytes) -> list[Any]:
    try:
        return [json.loads(output)]
    except (ValueError, RecursionError):
        pass
    values = []
    for line in output.splitlines():
        try:
            values.append(json.loads(line))
        except (ValueError, RecursionError):
            continue
    return values
