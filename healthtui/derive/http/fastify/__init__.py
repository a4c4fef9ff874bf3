"""The Fastify adapter: instances, encapsulated plugins, hooks, decorators and route options."""

from healthtui.derive.http.fastify.assemble import fastify_applied, fastify_routes
from healthtui.derive.http.fastify.loggers import fastify_loggers
from healthtui.derive.http.model import Adapter

__all__ = ["FASTIFY", "fastify_loggers"]
FASTIFY = Adapter(fastify_routes, fastify_applied)
