"""How a backend speaks of what went wrong: the errors that it makes, and what it tells the client."""

from __future__ import annotations

from healthtui.facts.base import Place
from healthtui.facts.derived import Derived


class ErrorSite(Derived, frozen=True):
    """An error that is raised (thrown, handed to `next`, `reject` or a callback, made by a factory), or an answer with a
    constant status from 400 up. The place is where it is made."""

    maker: str  # the class, factory or method as written; "" for a thrown value
    origin: str  # own (a class of the repository), nest, library (http-errors, boom, …), builtin, value, response, other
    message: str  # fine, none, vague, literal (a thrown text or number)
    text: str = ""  # the message where it is vague


class ErrorClass(Derived, frozen=True):
    """A class of the repository that extends an error class."""

    name: str


class ErrorLibrary(Derived, frozen=True):
    """A package of ready-made HTTP errors is taken: http-errors, @fastify/sensible, boom."""

    name: str


class ErrorStatus(Derived, frozen=True):
    """A status that is named in source and reaches a response or an error; from 200 to 299 where it answers an error."""

    status: int


class StackLeak(Derived, frozen=True):
    """A stack trace, or an error as a whole, goes to the client in every environment."""

    what: str


class DefaultErrorPage(Derived, frozen=True):
    """Errors reach the default handler of Express, or of a library, which sends the stack unless NODE_ENV is production. `mode`
    is where the repository sets that; None where it does not."""

    mode: Place | None
    by: str = "Express"
