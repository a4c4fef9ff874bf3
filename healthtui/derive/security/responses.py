"""Values of the request in responses that browsers read as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.written import decorator_name, dotted, inner_functions
from healthtui.derive.http.code import REPLY_NAMES
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.html import (
    ECHOES,
    ESCAPES,
    HTML,
    NEST_METHODS,
    NO_HTML,
    SENDS,
    SETS_TYPE,
    TAG,
)
from healthtui.derive.security.fetched import fetched_from
from healthtui.derive.security.names import scopes
from healthtui.derive.security.origins import Origins
from healthtui.derive.security.parts import Origin, Part
from healthtui.facts.base import Place
from healthtui.facts.security import HtmlSighting
from healthtui.facts.source import Call, CallRef, ClassMember, Expression, Literal, Object


@query
def responses_in(db: Database, path: str) -> tuple[HtmlSighting, ...]:
    """The responses of a file that are given by `res.send` and its kin."""
    index = index_of(db, path)
    found: list[HtmlSighting] = []
    for call in index.module.calls if index else ():
        if index is None or not call.arguments or not _is_send(index, call):
            continue
        parts = Origins(db, ESCAPES).of(path, call.arguments[0], call.function, call.owner)
        fetched = fetched_from(db, path, call)
        named = _reflected(parts) or (fetched and f"what is fetched from {fetched}")
        if named and _is_html(index, call, parts):
            said = f"{dotted(index, call.callee)[-40:]} puts {named} into HTML"
            found.append(HtmlSighting(Place(path, call.line, call.column), said[:100]))
    return tuple(found)


def _is_send(index: ModuleIndex, call: Call) -> bool:
    written = dotted(index, call.callee)
    root, _, rest = written.partition(".")
    if rest.rpartition(".")[2] not in SENDS or root not in REPLY_NAMES or isinstance(call.arguments[0], Object):
        return False
    held = (index.module.functions[one].parameters for one in scopes(index, call.function) if one >= 0)
    return any(parameter.name == root for parameters in held for parameter in parameters)


def _reflected(parts: list[Part]) -> str:
    """The part that is the request's own, as it is written; "" for none. Alone, a body is JSON."""
    is_text = any(part.origin is Origin.CONSTANT and part.written.strip() for part in parts)
    for part in parts:
        is_own = part.origin is Origin.REQUEST and not ECHOES.search(part.written)
        if is_own and (is_text or "query." in part.written or "params." in part.written):
            return part.written or "a value of the request"
    return ""


def _is_html(index: ModuleIndex, call: Call, parts: list[Part]) -> bool:
    """By the type that the function names; else a text that `res.send` of Express is given, or one with tags."""
    types = list(_types(index, call))
    if types:
        return any(HTML.search(one) for one in types) and not any(NO_HTML.search(one) for one in types if not HTML.search(one))
    written = dotted(index, call.callee)
    if written.split(".")[0] in ("reply", "_reply"):
        return False
    return written.endswith(".send") or any(TAG.search(part.written) for part in parts if part.origin is Origin.CONSTANT)


def _types(index: ModuleIndex, call: Call) -> Iterator[str]:
    """The content types that the handler names."""
    outer = [one for one in scopes(index, call.function) if one >= 0]
    yield from _types_in(index, inner_functions(index, outer[-1]) if outer else ())


def _types_in(index: ModuleIndex, functions: Iterable[int]) -> Iterator[str]:
    for function in functions:
        for number in index.calls_in.get(function, ()):
            one = index.module.calls[number]
            if dotted(index, one.callee).rpartition(".")[2] in SETS_TYPE:
                texts = [text for argument in one.arguments for text in _texts(argument)]
                is_type = dotted(index, one.callee).endswith((".type", ".contentType")) or any(
                    "type" in one.lower() for one in texts
                )
                yield from (text for text in texts if is_type and ("/" in text or len(texts) == 1))


def _texts(argument: Expression) -> Iterable[str]:
    if isinstance(argument, Object):
        return [str(text) for key, value in argument.entries for text in (key, *_texts(value))]
    return [argument.value] if isinstance(argument, Literal) and isinstance(argument.value, str) else []


@query
def returned_pages_in(db: Database, path: str) -> tuple[HtmlSighting, ...]:
    """What handlers of Fastify return as text after they have said that it is HTML: `reply.type('text/html')`."""
    index = index_of(db, path)
    found: list[HtmlSighting] = []
    for number, function in enumerate(index.module.functions if index else ()):
        replies = [one for one in function.parameters if one.name in REPLY_NAMES]
        if index is None or not replies or not any(HTML.search(one) for one in _types_in(index, [number])):
            continue
        texts = [one for one in function.returns if not isinstance(one, CallRef)]
        named = next((it for one in texts if (it := _reflected(Origins(db, ESCAPES).of(path, one, number)))), "")
        if named:
            found.append(HtmlSighting(Place(path, function.line, function.column), f"returns {named} in HTML"[:100]))
    return tuple(found)


@query
def returned_texts_in(db: Database, path: str) -> tuple[HtmlSighting, ...]:
    """What handlers of NestJS controllers return as text: over Express it is sent as HTML."""
    index = index_of(db, path)
    found: list[HtmlSighting] = []
    for one in index.module.classes if index else ():
        if index is None or not any(decorator_name(index, decorator) == "Controller" for decorator in one.decorators):
            continue
        for member in one.members:
            if member.function >= 0 and _is_handler(index, member):
                found += _of_handler(db, path, index, member)
    return tuple(found)


def _is_handler(index: ModuleIndex, member: ClassMember) -> bool:
    """A route that says nothing of its type, or that it is HTML."""
    is_route = any(decorator_name(index, decorator) in NEST_METHODS for decorator in member.decorators)
    headers = [
        one
        for one in member.decorators
        if decorator_name(index, one) in ("Header", "ContentType", "Render", "Sse") and isinstance(one, CallRef)
    ]
    texts = [text for one in headers for argument in index.module.calls[one.index].arguments for text in _texts(argument)]
    return is_route and (not headers or any(HTML.search(text) for text in texts))


def _of_handler(db: Database, path: str, index: ModuleIndex, member: ClassMember) -> Iterator[HtmlSighting]:
    parameters = index.module.functions[member.function].parameters
    if any(decorator_name(index, decorator) in ("Res", "Response") for one in parameters for decorator in one.decorators):
        return
    for returned in index.module.functions[member.function].returns:
        parts = Origins(db, ESCAPES).of(path, returned, member.function)
        is_text = any(part.origin is Origin.CONSTANT and part.written.strip() for part in parts)
        named = next((part.written for part in parts if part.origin is Origin.REQUEST), None)
        if is_text and named is not None:
            said = f"{member.name} returns {named or 'a value of the request'} in a text, which is sent as HTML"
            function = index.module.functions[member.function]
            yield HtmlSighting(Place(path, function.line, function.column), said[:100])
            return
