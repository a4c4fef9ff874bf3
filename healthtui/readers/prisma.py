"""Prisma schemas: models with their columns and keys, and the datasource."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.facts.schema import Column, Key, PrismaModel, PrismaSchema
from healthtui.readers.base import Reader, ReadError
from healthtui.readers.text import decode

_COMMENT = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*')
_BLOCK = re.compile(r"^[ \t]*(model|view|datasource)[ \t]+(\w+)[ \t]*\{", re.MULTILINE)
_END = re.compile(r"^[ \t]*\}", re.MULTILINE)
_SETTING = re.compile(r'^[ \t]*(provider|relationMode)[ \t]*=[ \t]*"(\w+)"', re.MULTILINE)
_FIELD = re.compile(r"([ \t]*)(\w+)[ \t]+(\w+(?:\(\"[^\"\n]*\"\))?)(\[\])?\??(.*)", re.DOTALL)
_MODEL_KEY = re.compile(r"[ \t]*@@(id|unique|index)[ \t]*\((.*)\)", re.DOTALL)
_MODEL_MAP = re.compile(r'[ \t]*@@map[ \t]*\([ \t]*(?:name:[ \t]*)?"([^"]*)"')
_MAP = re.compile(r'@map[ \t]*\([ \t]*(?:name:[ \t]*)?"([^"]*)"')
_RELATION = re.compile(r"@relation[ \t]*\((.*)\)", re.DOTALL)
_LIST = re.compile(r"\[([^\]]*)\]")
_FIELDS = re.compile(r"fields[ \t]*:[ \t]*\[([^\]]*)\]")
_NAME = re.compile(r'\bname[ \t]*:[ \t]*"(\w+)"')
_ARGUMENTS = re.compile(r"\([^()]*\)")
_KINDS = {"id": "primary", "unique": "unique", "index": "index"}
_MAX_JOINED = 50  # lines that an attribute may run over


def _read(_: str, data: bytes) -> tuple[PrismaSchema, ...]:
    text = _COMMENT.sub(lambda found: "" if found[0].startswith("//") else found[0], decode(data))
    settings: dict[str, str] = {}
    models: list[PrismaModel] = []
    line, at = 1, 0
    for block in _BLOCK.finditer(text):
        line, at = line + text.count("\n", at, block.start(1)), block.start(1)
        end = _END.search(text, block.end())
        if end is None:
            raise ReadError(f"{block[1]} {block[2]} is not closed", line)
        body = text[block.end() : end.start()]
        if block[1] == "datasource":
            settings |= dict(_SETTING.findall(body))
        else:
            models.append(_model(block[2], line, body))
    return (PrismaSchema(settings.get("provider", ""), settings.get("relationMode", ""), tuple(models)),)


def _model(name: str, line: int, body: str) -> PrismaModel:
    columns: list[Column] = []
    keys: list[Key] = []
    relations: list[tuple[str, tuple[str, ...]]] = []
    mapped = ""
    for number, text in _statements(body, line):
        if table := _MODEL_MAP.match(text):
            mapped = table[1]
        elif key := _MODEL_KEY.match(text):
            own_name = _NAME.search(key[2])
            keys.append(Key(_KINDS[key[1]], _listed(_LIST, key[2]), own_name[1] if own_name else ""))
        elif field := _FIELD.fullmatch(text):
            columns.append(_column(field, number))
            keys += _keys_of(field)
            if relation := _RELATION.search(field[5]):
                relations.append((field[2], _listed(_FIELDS, relation[1])))
    keys += [Key("foreign", fields) for _, fields in relations if fields]
    return PrismaModel(name, mapped, line, tuple(columns), tuple(one for one in keys if one.fields), tuple(relations))


def _statements(body: str, first: int) -> Iterator[tuple[int, str]]:
    """The lines of a block, those joined whose parentheses are open."""
    started, depth, parts = first, 0, list[str]()
    for number, line in enumerate(body.split("\n"), first):
        started = number if not parts else started
        parts.append(line)
        depth += line.count("(") - line.count(")")
        if depth <= 0 or len(parts) > _MAX_JOINED:
            yield started, "\n".join(parts)
            depth, parts = 0, []


def _column(field: re.Match[str], line: int) -> Column:
    mapped = _MAP.search(field[5])
    return Column(field[2], line, len(field[1]) + 1, mapped[1] if mapped else "", field[3])


def _keys_of(field: re.Match[str]) -> list[Key]:
    return [Key(_KINDS[kind], (field[2],)) for kind in re.findall(r"@(id|unique)\b", field[5])]


def _listed(pattern: re.Pattern[str], arguments: str) -> tuple[str, ...]:
    """The names of a list, without what stands in parentheses: `[authorId(sort: Desc), title]`."""
    found = pattern.search(_ARGUMENTS.sub("", arguments))
    return tuple(re.findall(r"[\w.]+", found[1])) if found else ()


PRISMA = Reader(
    name="prisma",
    version=1,
    kinds=(PrismaSchema,),
    claims=lambda path: path.endswith(".prisma"),
    read=_read,
    max_size=1 << 20,
)
