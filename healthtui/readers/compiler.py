"""`tsconfig*.json` and `jsconfig.json`, as written: `extends` is followed by a derivation."""

from __future__ import annotations

import re
from posixpath import basename

from healthtui.facts.project import CompilerOptions
from healthtui.readers.base import Reader
from healthtui.readers.json_tree import JSONC_SIZE, parse_jsonc
from healthtui.readers.nodes import Node, mapping

# A base that others extend may have any name: by habit the folder says what it is.
_NAME = re.compile(
    r"(?:.*/)?(?:[\w.-]*tsconfig[\w.-]*|jsconfig)\.json|(?:.*/)?[\w-]*(?:tsconfig|typescript|ts-config)[\w-]*/[\w.-]+\.json"
)
_FIELDS = {"strict", "checkJs", "baseUrl", "paths"}


def _read(_name: str, data: bytes) -> tuple[CompilerOptions, ...]:
    root = mapping(parse_jsonc(data), "an object with compilerOptions")
    options = root.get("compilerOptions")
    base_url = options.get("baseUrl").value
    return (
        CompilerOptions(
            extends=root.get("extends").texts(),
            strict=options.get("strict").flag(),
            strict_line=options.get("strict").line,
            check_js=options.get("checkJs").flag(),
            base_url=base_url if isinstance(base_url, str) else None,
            paths=tuple((pattern, targets.texts()) for pattern, targets in options.get("paths").entries()),
            options={key: text for key, node in options.entries() if key not in _FIELDS and (text := _as_text(node))},
            references=tuple(path for item in root.get("references").items() if (path := item.get("path").text())),
        ),
    )


def _as_text(node: Node) -> str:
    if isinstance(node.value, bool):
        return "true" if node.value else "false"
    return str(node.value) if isinstance(node.value, (str, int, float)) else ""


def _claims(path: str) -> bool:
    return bool(_NAME.fullmatch(path)) and basename(path) not in ("package.json", "package-lock.json", "project.json")


COMPILER = Reader(
    name="compiler",
    version=3,
    kinds=(CompilerOptions,),
    claims=_claims,
    read=_read,
    max_size=JSONC_SIZE,
)
