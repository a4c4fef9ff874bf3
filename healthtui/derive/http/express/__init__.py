"""The Express adapter: apps, routers, and how they are mounted."""

from healthtui.derive.http.express.assemble import express_applied, express_routes
from healthtui.derive.http.model import Adapter

EXPRESS = Adapter(express_routes, express_applied)
