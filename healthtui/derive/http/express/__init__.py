"""The Express adapter: apps, routers, how they are mounted, and the controllers that libraries put on them."""

from healthtui.derive.http.express.assemble import express_applied, express_routes
from healthtui.derive.http.model import Adapter

EXPRESS = Adapter(express_routes, express_applied)
