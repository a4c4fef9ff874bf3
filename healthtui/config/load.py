"""Reads the settings. What is wrong is said and left out; the rest holds."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from healthtui.config.model import FILE, Config, Problem, Waiver

USER_FILE = "config.toml"
_HINTS = get_type_hints(Config, include_extras=True)
_BY_CHECK = ("weights", "thresholds")  # tables whose keys have a dot: `security.cors = 5` is two tables to TOML
_WORDS = {
    "str": "a text",
    "float": "a number",
    "int": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "date": "a date",
    "datetime": "a date with a time",
}
_OF_THE_USER = {"editor": "is followed in the user's own file alone, as it is a command"}  # which a repository may not choose
_OF_THE_REPOSITORY = {"waivers": f"are followed in the {FILE} of a repository alone, where all of its team see them"}
_SAID = {r" matching regex '\\S'": " that is not blank", "Invalid RFC3339 encoded date": "Is no date such as 2027-03-31"}


def user_path() -> Path:
    """The user's own file."""
    from platformdirs import user_config_path

    return user_config_path("healthtui") / USER_FILE


def load_config(repository: bytes | None, user: Path | None = None) -> tuple[Config, tuple[Problem, ...]]:
    """The settings of a repository's file and a user's, whose own win, and what is wrong in either."""
    problems: list[Problem] = []
    settings = _read(repository, FILE, problems, _OF_THE_USER) if repository is not None else {}
    if user is not None and (data := _bytes_of(user, problems)) is not None:
        settings |= _read(data, str(user), problems, _OF_THE_REPOSITORY)
    return Config(**settings), tuple(problems)


def _bytes_of(file: Path, problems: list[Problem]) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        problems.append(Problem(str(file), "", f"cannot be read: {error.strerror}"))
        return None


def _read(data: bytes, file: str, problems: list[Problem], refused: Mapping[str, str]) -> dict[str, Any]:
    try:
        written = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        problems.append(Problem(file, "", why_broken(error)))
        return {}
    settings: dict[str, Any] = {}
    for key, value in written.items():
        if key in refused:
            problems.append(Problem(file, key, refused[key]))
        elif key not in _HINTS:
            problems.append(Problem(file, key, f"is no setting{meant(key, _HINTS)}"))
        else:
            settings |= _converted(key, value, file, problems)
    return settings


def why_broken(error: tomllib.TOMLDecodeError | UnicodeDecodeError | RecursionError) -> str:
    """`cannot be read at line 2, column 7: invalid value`, to stand behind the name of the file."""
    if isinstance(error, UnicodeDecodeError):
        return "cannot be read: it is not UTF-8"
    if isinstance(error, RecursionError):
        return "cannot be read: it is nested too deeply"
    reason, _, where = str(error).removesuffix(")").rpartition(" (at ")
    return f"cannot be read at {where.replace('end of document', 'its end')}: {reason[:1].lower()}{reason[1:]}"


def _converted(key: str, value: Any, file: str, problems: list[Problem]) -> dict[str, Any]:  # noqa: ANN401 - any TOML value
    """The setting; of a table what holds of it."""
    if key in _BY_CHECK and isinstance(value, dict):
        kind, kept = _HINTS[key].__args__[1], {}
        for name, one in _by_check(value):
            try:
                kept[name] = msgspec.convert(one, kind)
            except msgspec.ValidationError as error:
                problems.append(Problem(file, f"{key}.{name}", _said(error)))
        return {key: kept}
    if key == "waivers" and isinstance(value, list):
        return {key: tuple(_waivers(value, file, problems))}
    try:
        return {key: msgspec.convert(value, _HINTS[key])}
    except msgspec.ValidationError as error:
        problems.append(Problem(file, key, _said(error)))
        return {}


def _waivers(tables: list[Any], file: str, problems: list[Problem]) -> Iterator[Waiver]:
    for number, table in enumerate(tables, 1):
        try:
            yield msgspec.convert(table, Waiver)
        except msgspec.ValidationError as error:
            check = table.get("check") if isinstance(table, dict) else None
            name = check if isinstance(check, str) and check else number
            problems.append(Problem(file, f"waivers.{name}", _said(error)))


def _by_check(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The entries by check id, written `"security.cors"`, `security.cors` or below `[weights.security]`."""
    for name, value in table.items():
        if "." not in name and isinstance(value, dict):
            yield from ((f"{name}.{rest}", one) for rest, one in value.items())
        else:
            yield name, value


def _said(error: msgspec.ValidationError) -> str:
    """The reason, in the words of TOML."""
    reason, _, where = str(error).partition(" - at ")
    for whole, plain in _SAID.items():
        reason = reason.replace(whole, plain)
    reason = re.sub(r"`([\w |]+)`", lambda found: _WORDS.get(found[1], found[1]), reason)
    return reason + (f" (at {where.strip('`$.')})" if where.strip("`$.") else "")


def meant(key: str, known: Iterable[str]) -> str:
    """The end of a message about a name that is not known: the one that is nearest to it."""
    near = difflib.get_close_matches(key, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
