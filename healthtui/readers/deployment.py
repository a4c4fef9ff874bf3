"""Files that start the application: whether they set NODE_ENV to production. Matched a line at a time."""

from __future__ import annotations

import re
from posixpath import basename

from healthtui.facts.project import ProductionMode
from healthtui.readers.base import Reader
from healthtui.readers.text import decode

_NAMES = re.compile(
    r"(?:.*\.)?(?:dockerfile|containerfile)(?:[._-].*)?|(?:docker-)?compose(?:[._-].*)?\.ya?ml|docker-compose.*\.ya?ml|procfile"
    r"|(?:ecosystem|pm2|process)(?:[._-].*)?\.(?:[cm]?js|json|ya?ml)|(?:app|fly|render|railway|netlify|deploy(?:ment)?|values"
    r"|serverless|configmap|service)(?:[._-].*)?\.(?:ya?ml|toml|json)|.*\.service|\.env\.prod(?:uction)?(?:\..*)?|.*\.tf"
)
_SET = re.compile(r"^\s*(?!#|//)[^#]*\bNODE_ENV\b[\s'\":=]{1,8}(?:\$\{NODE_ENV:?-)?['\"]?production\b")
_NAME_LINE = re.compile(r"^\s*-?\s*name:\s*['\"]?NODE_ENV['\"]?\s*$")  # of Kubernetes: the value is on the next line
_VALUE_LINE = re.compile(r"^\s*value:\s*['\"]?production\b")


def _read(_name: str, data: bytes) -> tuple[ProductionMode, ...]:
    lines = [line[:1000] for line in decode(data, errors="replace").splitlines()]
    for number, line in enumerate(lines, 1):
        after = lines[number] if number < len(lines) else ""
        if _SET.match(line) or (_NAME_LINE.match(line) and _VALUE_LINE.match(after)):
            return (ProductionMode(number),)
    return ()


DEPLOYMENT = Reader(
    name="deployment",
    version=1,
    kinds=(ProductionMode,),
    claims=lambda path: _NAMES.fullmatch(basename(path).lower()) is not None,
    read=_read,
    max_size=1 << 18,
)
