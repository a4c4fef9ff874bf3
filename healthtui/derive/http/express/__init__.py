"""The Express adapter: apps, routers, and how they are mounted."""

from healthtui.derive.http.express.assemble import express_applied, express_routes

__all__ = ["express_applied", "express_routes"]
