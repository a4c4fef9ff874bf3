"""The NestJS adapter: controllers with the guards, pipes and middleware that modules and the bootstrap put around them."""

from healthtui.derive.http.model import Adapter
from healthtui.derive.http.nest.assemble import nest_applied, nest_routes

NEST = Adapter(nest_routes, nest_applied)
