"""`package.json` and Nx's `project.json`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import basename

from healthtui.facts.base import Fact
from healthtui.facts.project import Manifest, ToolConfig
from healthtui.readers.base import Reader
from healthtui.readers.json_tree import JSON_SIZE, parse_json
from healthtui.readers.nodes import Node, mapping
from healthtui.readers.toolconfig import eslint_mentions, renovate_config
from healthtui.readers.tools import MANIFEST_KEYS, ROLES, tools_of_script

_LINED = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "scripts")
_NX_KEYS = ("targets", "projectType", "sourceRoot", "implicitDependencies")
_JEST_ALIAS = re.compile(r"\^([\w@#~/-]*)\(\.\*\)\$?")
_NOT_FOR_NODE = {"types", "browser", "deno", "worker", "react-native"}


def _read(name: str, data: bytes) -> tuple[Fact, ...]:
    root = mapping(parse_json(data), "an object of package settings")
    if name == "package.json":
        return (_npm(root), *_tools(root))
    return (_nx(root),) if any(root.get(key).line for key in _NX_KEYS) else ()


def _npm(root: Node) -> Manifest:
    workspaces = root.get("workspaces")
    return Manifest(
        kind="npm",
        name=root.get("name").text(),
        version=root.get("version").text(),
        private=root.get("private").flag() or False,
        main=root.get("main").text(),
        module_type=root.get("type").text(),
        dependencies=root.get("optionalDependencies").text_map() | root.get("dependencies").text_map(),
        development=root.get("devDependencies").text_map(),
        peer=root.get("peerDependencies").text_map(),
        scripts=root.get("scripts").text_map(),
        workspaces=workspaces.texts() or workspaces.get("packages").texts(),
        exports=_exports(root.get("exports")),
        keys=tuple(key for key, _ in root.entries()),
        lines=_lines(root),
        prisma_schema=root.get("prisma", "schema").text(),
        aliases=tuple(_aliases(root)),
    )


def _nx(root: Node) -> Manifest:
    return Manifest(
        kind="nx",
        name=root.get("name").text(),
        version="",
        private=True,
        main=root.get("targets", "build", "options", "main").text(),
        module_type="",
        dependencies={},
        development={},
        peer={},
        scripts={name: command for name, target in root.get("targets").entries() if (command := _command(target))},
        workspaces=(),
        exports={},
        keys=tuple(key for key, _ in root.entries()),
        lines=_lines(root),
        nx_tags=root.get("tags").texts(),
    )


def _command(target: Node) -> str:
    return target.get("command").text() or target.get("options", "command").text()


def _lines(root: Node) -> dict[str, int]:
    lines = {key: node.line for key, node in root.entries()}
    for key in _LINED:
        lines |= {f"{key}.{name}": node.line for name, node in root.get(key).entries()}
    return lines


def _exports(exports: Node) -> dict[str, str]:
    has_subpaths = any(key.startswith(".") for key, _ in exports.entries())
    subpaths = dict(exports.entries()) if has_subpaths else {".": exports}
    return {subpath: file for subpath, node in subpaths.items() if (file := _first_file(node))}


def _aliases(root: Node) -> Iterator[tuple[str, str]]:
    """Node.js's `imports`, those of module-alias, and of Jest the patterns that are a name and what stands behind it."""
    for name, node in root.get("imports").entries():
        yield name, _first_file(node)
    for name, folder in root.get("_moduleAliases").text_map().items():
        yield name, folder
        yield f"{name}/*", f"{folder.rstrip('/')}/*"
    for pattern, path in root.get("jest", "moduleNameMapper").text_map().items():
        if match := _JEST_ALIAS.fullmatch(pattern):
            yield f"{match[1]}*", path.removeprefix("<rootDir>/").replace("$1", "*")


def _first_file(node: Node) -> str:
    """The first file that Node.js may take, of conditions in their order."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.text():
            return node.text()
        applying = [child for key, child in node.entries() if key not in _NOT_FOR_NODE]
        waiting += reversed(applying or node.items())
    return ""


def _tools(root: Node) -> list[ToolConfig]:
    found = [(tool, root.get(key).line) for key, tool in MANIFEST_KEYS.items() if root.get(key).line]
    for _, script in root.get("scripts").entries():
        found += [(tool, script.line) for tool in tools_of_script(script.text())]
    configs = [_config(root, tool, line) for tool, line in found]
    return configs + eslint_mentions(_texts_within(root.get("eslintConfig")))


def _config(root: Node, tool: str, line: int) -> ToolConfig:
    return renovate_config(root.get(tool), line) if tool == "renovate" else ToolConfig(tool, ROLES[tool], line)


def _texts_within(node: Node) -> list[tuple[str, int]]:
    """Every key and text inside, quoted as in the file, with its line."""
    texts, waiting = [], [node]
    while waiting:
        node = waiting.pop()
        texts += [(f'"{key}"', child.line) for key, child in node.entries()]
        if node.text():
            texts.append((f'"{node.text()}"', node.line))
        waiting += reversed(node.children())
    return texts


MANIFEST = Reader(
    name="manifest",
    version=4,
    kinds=(Manifest, ToolConfig),
    claims=lambda path: basename(path) in ("package.json", "project.json"),
    read=_read,
    max_size=JSON_SIZE,
)
