"""What a backend writes to its log."""

from __future__ import annotations

from healthtui.facts.derived import Derived

_TITLES = {"fastify": "Fastify's logger", "nest": "NestJS's own Logger", "nest-over": "NestJS over a structured logger"}


def title_of(logger: str) -> str:
    """A logger as a person is told of it."""
    return _TITLES.get(logger, logger.capitalize())


class LogCall(Derived, frozen=True):
    logger: str  # console, or the library: pino, winston, …, nest, unknown
    level: str
    is_startup: bool  # a start-up failure or a debug guard


class LoggerSetup(Derived, frozen=True):
    """A logger is set up: pino, winston, bunyan, log4js, fastify, nest (its own), nest-over (one of these), morgan."""

    logger: str


class ErrorLog(Derived, frozen=True):
    """Errors of requests are logged here: by the central handler, or by what logs the requests."""

    by: str
