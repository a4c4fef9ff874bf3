"""Whether a value is compared with what is allowed before it is used."""

from __future__ import annotations

import re

from healthtui.derive.evaluation.written import called_name, dotted
from healthtui.derive.inputs import ModuleIndex
from healthtui.derive.libraries.text import CHECKS
from healthtui.derive.security.names import scopes


def is_checked(index: ModuleIndex, function: int, written: str) -> bool:
    """`ALLOWED.includes(sort)`, `sort in COLUMNS`, `sort === 'asc'`, `typeof id === 'number'`, in the function or around it."""
    if not written:
        return False
    around = {one for one in scopes(index, function) if one >= 0}
    for one in around:
        for number in index.calls_in.get(one, ()):
            call = index.module.calls[number]
            if called_name(call) in CHECKS and any(_is_same(dotted(index, argument), written) for argument in call.arguments):
                return True
    name = re.escape(written)
    test = re.compile(
        rf"(?<![\w.]){name}\s+in\s|\[{name}\]|typeof\s+{name}\s*[!=]==?\s*['\"](?:number|bigint|boolean)"
        rf"|(?<![\w.]){name}(?:\.\w+\(\))?\s*[!=]==?\s*['\"]\w"
    )
    return any(one.function in around and test.search(one.test) for one in index.module.branches)


def _is_same(argument: str, written: str) -> bool:
    """`ALLOWED.includes(sort.toLowerCase())` checks `sort` as well."""
    return argument == written or re.fullmatch(rf"{re.escape(written)}(?:\.\w+\(\))+", argument) is not None


def is_settled(test: str, written: str, *, where_true: bool) -> bool:
    """Whether the test of `test ? value : …` (or of `… : value`) leaves a value that is one of constants."""
    if not written:
        return False
    name, sign = re.escape(written), "=" if where_true else "!"
    compared = re.compile(
        rf"(?<![\w.]){name}(?:\.\w+\(\))?\s*{sign}==?\s*['\"]|(?<![\w.'\"])['\"][^'\"]*['\"]\s*{sign}==?\s*{name}(?![\w.])"
    )
    every, some = ("||", "&&") if where_true else ("&&", "||")
    return all(any(compared.search(part) for part in whole.split(some)) for whole in test.split(every))
