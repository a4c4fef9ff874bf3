"""Which paths a middleware lets pass: `auth.unless({ path: ['/login'] })`, `if (open.includes(req.path)) return next()`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.callers import given_in_call
from healthtui.derive.evaluation.evaluate import Evaluator, Given
from healthtui.derive.evaluation.pieces import call_at
from healthtui.derive.evaluation.values import Called, Constant, FunctionValue, Literally, Value, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.http.answers import hands_on, refusals
from healthtui.derive.http.code import Code, in_lines
from healthtui.derive.http.functions import functions_of
from healthtui.derive.http.model import Handler
from healthtui.derive.http.patterns import is_pattern, pattern_of
from healthtui.derive.inputs import index_of
from healthtui.facts.source import Array, Branch, Call, Expression, FunctionRef, Member, Object

_PATH = r"(?:path|url|originalUrl|baseUrl|pathname)"
_ASKS_PATH = re.compile(rf"\.{_PATH}(?:\.|$)")
_COMPARED = re.compile(rf"\.{_PATH}\s*={{2,3}}\s*['\"`]([^'\"`]+)['\"`]")
_STARTS = re.compile(rf"\.{_PATH}\.startsWith\(\s*['\"`]([^'\"`]+)['\"`]")
_METHOD = re.compile(r"[\w.]*\.method\s*([!=])={1,2}\s*['\"`](\w+)['\"`]")
_METHODS = re.compile(r"\[([^\]]*)\]\.includes\(\s*[\w.]*\.method\s*\)")
_ALL_METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
_PARAMETER = re.compile(r":\w+")
_SAMPLES = (r"\g<0>", "1", "0f8fad5b-d9cb-469f-a165-70867728950e", "abc")  # of what a parameter may stand for
_LOOK_UPS = {"includes", "has", "some", "find", "indexOf", "test"}


class Skip(msgspec.Struct, frozen=True, gc=False):
    """A path, the beginning of one, or a pattern, that a middleware lets pass; with no methods, for all of them. Where it names
    no path ("") it says nothing of what is meant to be public."""

    text: str
    methods: tuple[str, ...] = ()
    is_beginning: bool = False

    def covers(self, method: str, path: str) -> bool:
        if self.methods and method not in self.methods:
            return False
        if is_pattern(self.text):
            pattern = pattern_of(self.text)
            return pattern is not None and any(pattern.search(_PARAMETER.sub(one, path)) for one in _SAMPLES)
        bare = self.text.split("?")[0].rstrip("/")
        return path.rstrip("/") == bare or (self.is_beginning and path.startswith(self.text))


def skip_of(db: Database, handler: Handler, under: str, method: str, path: str) -> Skip | None:
    """By what a middleware under a prefix lets a route pass; its list may leave the prefix out, as `req.path` does."""
    relative = path.removeprefix(under.rstrip("/")) or "/"
    found = [one for one in skips_of(db, handler) if one.covers(method, path) or one.covers(method, relative)]
    return max(found, key=lambda one: bool(one.text), default=None)


@query
def skips_of(db: Database, handler: Handler) -> tuple[Skip, ...]:
    """The skip list of a middleware: its options', its own, or that of the function that made it."""
    found: list[Skip] = []
    for value in options_of(handler.value):
        if isinstance(value, Called):
            made = Evaluator(db).call(value.path, value.index)
            for one in options_of(made):
                found += _of_unless(db, one)
            if isinstance(value.callee, FunctionValue):
                given = given_in_call(Evaluator(db), value.callee, value.path, value.index)
                found += _inside(db, value.callee, given)
    for path, function in functions_of(db, handler):
        found += _inside(db, FunctionValue(path, function), {})
    return tuple(dict.fromkeys(found))


def _of_unless(db: Database, made: Value) -> Iterator[Skip]:
    """The option `path` of express-unless: texts, patterns, and objects of `url` and `methods`."""
    call = call_at(db, made.path, made.index) if isinstance(made, Called) else None
    if isinstance(made, Called) and call is not None and isinstance(call.callee, Member) and call.callee.name == "unless":
        evaluator = Evaluator(db)
        yield from _listed(evaluator, evaluator.member(evaluator.argument(made.path, call, 0), "path"))


def _listed(evaluator: Evaluator, value: Value, *, is_beginning: bool = False) -> Iterator[Skip]:
    """The paths that a constant, a list or an object names."""
    todo, seen = list(options_of(value)), set[Value]()
    while todo:
        if (named := todo.pop()) in seen:
            continue
        seen.add(named)
        match named:
            case Constant(str() as text):
                yield Skip(text, (), is_beginning)
            case Literally(_, Array(items)):
                todo += [inner for item in items for inner in options_of(evaluator.within(named, item))]
            case Literally(_, Object()):
                methods = tuple(skip.text.upper() for skip in _listed(evaluator, evaluator.member(named, "methods")))
                urls = [evaluator.member(named, name) for name in ("url", "path")]
                yield from (Skip(skip.text, methods) for url in urls for skip in _listed(evaluator, url))
            case Called(path=path, index=number) if index := index_of(evaluator.db, path):  # `new Set([…])`
                if index.module.calls[number].is_new:
                    todo += options_of(evaluator.argument(path, index.module.calls[number], 0))


def _inside(db: Database, function: FunctionValue, given: Given) -> Iterator[Skip]:
    """What the body of a middleware lets pass: an `if` that tests the path, and calls `next` in its branch."""
    code = Code(db, function.path, function.index)
    evaluator, nexts = Evaluator(db, given=given), hands_on(code)
    for branch in code.branches:
        if branch.test.startswith("!") or not (any(in_lines(branch, line) for line in nexts) or _ends_early(code, branch)):
            continue
        if methods := _methods_of(branch.test):
            yield Skip("", methods, is_beginning=True)
        yield from (Skip(text) for text in _COMPARED.findall(branch.test))
        yield from (Skip(text, (), True) for text in _STARTS.findall(branch.test))
        lines = _lines_of_test(code, branch)
        for call in code.calls:
            if call.line in lines and isinstance(call.callee, Member) and call.callee.name in _LOOK_UPS:
                yield from _looked_up(code, evaluator, call, call.callee.of)


def _methods_of(test: str) -> tuple[str, ...]:
    """The methods that pass where nothing else is tested: `req.method === 'GET' || req.method === 'HEAD'`."""
    if listed := _METHODS.fullmatch(test.strip()):
        return tuple(re.findall(r"[A-Z]+", listed.group(1)))
    parts = [_METHOD.fullmatch(part.strip("() ")) for part in test.split("||")]
    compared = [part for part in parts if part is not None]
    if len(compared) < len(parts):
        return ()
    if [part.group(1) for part in compared] == ["!"]:
        return tuple(one for one in _ALL_METHODS if one != compared[0].group(2))
    return tuple(part.group(2) for part in compared if part.group(1) == "=")


def _ends_early(code: Code, branch: Branch) -> bool:
    """`if (open.includes(request.url)) return` of an async hook, which has no `next` to call: it answers only after that."""
    parameters = code.index.module.functions[code.function].parameters
    is_hook = code.index.module.functions[code.function].is_async and len(parameters) < 3
    answers = refusals(code)
    return is_hook and branch.end_line - branch.line < 3 and bool(answers) and all(line > branch.end_line for line in answers)


def _lines_of_test(code: Code, branch: Branch) -> set[int]:
    """Where what is tested is written: in the `if`, or where a name in it is bound."""
    bound = {one.line for one in code.index.module.bindings if one.function in code.inside and one.name in _words(branch.test)}
    return bound | {branch.line}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[\w$]+", text))


def _looked_up(code: Code, evaluator: Evaluator, call: Call, listed: Expression) -> Iterator[Skip]:
    """`open.includes(req.path)`, `open.some(one => req.path.startsWith(one))`."""
    inside = {one.index for one in call.arguments if isinstance(one, FunctionRef)}
    inner = [one for one in code.calls if one.function in inside]
    asked = [dotted(code.index, one) for one in call.arguments]
    asked += [one.chain for one in code.reads if one.function in inside]
    asked += [dotted(code.index, one) for each in inner for one in (*each.arguments, each.callee)]
    if any(_ASKS_PATH.search(chain) and code.is_request(chain.partition(".")[0]) for chain in asked):
        value = evaluator.of(code.path, listed, call.function, call.owner)
        is_beginning = any(code.name_of(one).endswith(".startsWith") for one in inner)
        yield from _listed(evaluator, value, is_beginning=is_beginning)
