"""Where a monorepo names its packages outside `package.json`: pnpm, Lerna, Nx, Turbo."""

from __future__ import annotations

from posixpath import basename

from healthtui.facts.project import Workspaces
from healthtui.readers.base import Reader
from healthtui.readers.json_tree import JSONC_SIZE, parse_jsonc
from healthtui.readers.nodes import Node, mapping
from healthtui.readers.yaml_tree import parse_yaml

_TOOLS = {
    "pnpm-workspace.yaml": "pnpm",
    "pnpm-workspace.yml": "pnpm",
    "lerna.json": "lerna",
    "nx.json": "nx",
    "turbo.json": "turbo",
    "turbo.jsonc": "turbo",
}


def _read(name: str, data: bytes) -> tuple[Workspaces, ...]:
    tool = _TOOLS[name]
    root = mapping(parse_yaml(data) if tool == "pnpm" else parse_jsonc(data), f"the settings of {tool}")
    return (Workspaces(tool, _nx_globs(root) if tool == "nx" else root.get("packages").texts()),)


def _nx_globs(root: Node) -> tuple[str, ...]:
    folders = (root.get("workspaceLayout", key).text() for key in ("appsDir", "libsDir"))
    return tuple(f"{folder}/**" for folder in dict.fromkeys(folders) if folder)


WORKSPACES = Reader(
    name="workspaces",
    version=1,
    kinds=(Workspaces,),
    claims=lambda path: basename(path) in _TOOLS,
    read=_read,
    max_size=JSONC_SIZE,
)
