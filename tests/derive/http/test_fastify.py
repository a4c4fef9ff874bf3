"""Fastify: instances, encapsulated plugins, hooks, decorators, schemas, autoload, limits and loggers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from healthtui.derive.http.endpoints import applied, endpoints
from healthtui.derive.http.fastify import fastify_loggers
from healthtui.engine.workbench import Workbench
from healthtui.facts.http import Endpoint

Bench = Callable[[Mapping[str, str]], Workbench]
Routes = Callable[[Mapping[str, str] | str], dict[str, Endpoint]]
IMPORT = "import Fastify from 'fastify'\nimport fp from 'fastify-plugin'\n"
REFUSE = "async (request, reply) => { if (!request.session.user) reply.code(401).send() }"


@pytest.fixture
def fastify_routes(bench: Bench) -> Routes:
    """The routes of one file, or of files (path → text), by method and path."""

    def read(files: Mapping[str, str] | str) -> dict[str, Endpoint]:
        texts = {"src/app.ts": IMPORT + files} if isinstance(files, str) else files
        return {f"{one.method} {one.path}": one for one in endpoints(bench(texts).db, ".")}

    return read


@pytest.mark.parametrize(
    "made",
    [
        "import Fastify from 'fastify'\nconst app = Fastify({ logger: true })",
        "import { fastify } from 'fastify'\nconst app = fastify()",
        "import * as f from 'fastify'\nconst app = f.fastify()",
        "const app = require('fastify')({ logger: true })",
        "const fastify = require('fastify')\nconst app = fastify()",
        "import Fastify from 'fastify'\nconst app = Fastify().withTypeProvider<TypeBoxTypeProvider>()",
        "import Fastify from 'fastify'\nconst made = Fastify()\nconst app = made.withTypeProvider()",
        "import Fastify from 'fastify'\nfunction build() { const made = Fastify(); return made }\nconst app = build()",
    ],
)
def test_an_instance_is_known_however_it_is_made(fastify_routes: Routes, made: str) -> None:
    assert list(fastify_routes({"src/app.ts": f"{made}\napp.get('/orders', async () => [])\n"})) == ["GET /orders"]


def test_every_way_to_declare_a_route(fastify_routes: Routes) -> None:
    found = fastify_routes("""
const app = Fastify()
const listing = { schema: {}, handler: async () => [] }
app.get('/short', async () => 1)
app.post('/options', { schema: {} }, async () => 1)
app.put('/bound', listing)
app.delete('/inside', { handler: async () => 1 })
app.all('/any', async () => 1)
app.get('/a', async () => 1).post('/b', async () => 1)
app.route({ method: 'PATCH', url: '/full', handler: async () => 1 })
app.route({ method: ['GET', 'HEAD'], path: '/several', handler: async () => 1 })
const list = [{ method: 'GET', url: '/listed', handler: async () => 1 }]
list.forEach((one) => app.route(one))
""")
    assert sorted(found) == [
        "ALL /any", "DELETE /inside", "GET /a", "GET /listed", "GET /several", "GET /short", "HEAD /several", "PATCH /full",
        "POST /b", "POST /options", "PUT /bound",
    ]  # fmt: skip
    assert all(one.is_read for one in found.values())


def test_prefixes_join_through_nested_plugins(fastify_routes: Routes) -> None:
    main = """
import users, { audit } from './users'
const app = Fastify()
app.register(async (api: FastifyInstance) => {
  api.register(users, { prefix: '/users' })
  api.register(import('./lazy'), { prefix: '/lazy' })
  api.register(audit, () => ({ prefix: '/audit' }))
}, { prefix: '/api' })
const plugins = [users]
plugins.forEach((one) => app.register(one, { prefix: '/loop' }))
"""
    users = """
import type { FastifyPluginAsync, FastifyInstance } from 'fastify'
const users: FastifyPluginAsync = async (fastify) => {
  const server = fastify.withTypeProvider<ZodTypeProvider>()
  server.get('/', async () => [])
  fastify.get('/:id', async () => [])
}
export default users
export async function audit(server: FastifyInstance) { server.get('/log', async () => 1) }
"""
    lazy = "export default async (app) => { app.get('/x', async () => 1) }"
    found = fastify_routes({"src/app.ts": IMPORT + main, "src/users.ts": users, "src/lazy.ts": lazy})
    assert sorted(found) == [
        "GET /api/audit/log", "GET /api/lazy/x", "GET /api/users", "GET /api/users/:id", "GET /loop", "GET /loop/:id",
    ]  # fmt: skip


def test_what_a_loop_gives_is_followed_into_paths_prefixes_and_options(fastify_routes: Routes) -> None:
    found = fastify_routes("""
const app = Fastify()
const users = async (app) => { app.get('/:id', async (request) => request.params.id) }
const modules = { '/users': users, '/staff': users }
for (const [prefix, plugin] of Object.entries(modules)) app.register(plugin, { prefix: `/api${prefix}` })
const shelves = [{ name: 'books', list: async () => [] }, { name: 'films', list: async () => [] }]
shelves.forEach(({ name, list }) => app.get(`/${name}/all`, list))
const table = [{ method: 'GET', path: '/read', handler: async () => 1 }, { method: 'POST', path: '/write', handler: async () => 1 }]
for (const row of table) app.route({ method: row.method, url: '/table' + row.path, handler: row.handler })
""")
    assert sorted(found) == [
        "GET /api/staff/:id", "GET /api/users/:id", "GET /books/all", "GET /films/all", "GET /table/read", "POST /table/write",
    ]  # fmt: skip


def test_a_loop_over_classes_makes_an_object_of_each(fastify_routes: Routes) -> None:
    found = fastify_routes("""
class Accounts { name = 'accounts'; async routes(app) { app.get('/me', async () => 1) } }
class Invoices { name = 'invoices'; async routes(app) { app.get('/', async () => []) } }
export class App {
  server = Fastify()
  register() {
    for (const Module of [Accounts, Invoices]) {
      const module = new Module()
      this.server.register(module.routes.bind(module), { prefix: `/v1/${module.name}` })
    }
  }
}
""")
    assert sorted(found) == ["GET /v1/accounts/me", "GET /v1/invoices"]


CONDITIONAL = """
const app = Fastify()
app.addHook('onRequest', async (request, reply) => {
  HOOK
})
app.get('/news', async () => [])
app.get('/mine', { config: { auth: true } }, async () => [])
app.get('/open', { config: { auth: false, public: true } }, async () => [])
"""


@pytest.mark.parametrize(
    ("hook", "expected"),
    [
        ("if (!request.routeOptions.config.auth) return\n  await request.jwtVerify()", {"/mine"}),
        ("if (request.routeOptions.config.auth === true) {\n    await request.jwtVerify()\n  }", {"/mine"}),
        ("if (request.routeOptions.config.public) return\n  await request.jwtVerify()", {"/news", "/mine"}),
        (
            "const { config } = request.routeOptions\n  if (config.auth === false) return\n  await request.jwtVerify()",
            {"/news", "/mine"},
        ),
        ("if (['/news'].includes(request.url)) return\n  await request.jwtVerify()", {"/mine", "/open"}),
        (
            "if (request.routeOptions.config.audit) request.log.info('x')\n  await request.jwtVerify()",
            {"/news", "/mine", "/open"},
        ),
    ],
)
def test_a_hook_may_ask_what_a_route_says_of_itself(fastify_routes: Routes, hook: str, expected: set[str]) -> None:
    found = fastify_routes(CONDITIONAL.replace("HOOK", hook)).values()
    assert {one.path for one in found if one.is_authenticated} == expected


def test_a_route_that_a_hook_lets_pass_on_purpose_is_public(fastify_routes: Routes) -> None:
    found = fastify_routes(
        CONDITIONAL.replace("HOOK", "if (request.routeOptions.config.public) return\n  await request.jwtVerify()")
    )
    assert {one.path for one in found.values() if one.is_public} == {"/open"}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("options.preHandler = [app.authenticate]", {"/news", "/mine"}),
        (
            "if (options.config?.auth) {\n    options.onRequest = [app.authenticate, ...[].concat(options.onRequest ?? [])]\n  }",
            {"/mine"},
        ),
        ("if (!options.config || !options.config.auth) return\n  options.onRequest = app.authenticate", set[str]()),
        ("if (options.config.open === true) return\n  options.preHandler.push(app.authenticate)", {"/news", "/mine"}),
        ("if (options.url.startsWith('/mine')) options.preHandler = app.authenticate", set[str]()),
    ],
)
def test_a_hook_on_routes_adds_hooks_to_them(fastify_routes: Routes, body: str, expected: set[str]) -> None:
    found = fastify_routes(f"""
const app = Fastify()
app.decorate('authenticate', async (request) => {{ await request.jwtVerify() }})
app.get('/before', async () => [])
app.addHook('onRoute', (options) => {{
  {body}
}})
app.get('/news', async () => [])
app.get('/mine', {{ config: {{ auth: true }} }}, async () => [])
app.get('/open', {{ config: {{ open: true }} }}, async () => [])
""").values()
    assert {one.path for one in found if one.is_authenticated} - {"/open"} == expected


def test_instances_handed_to_functions_and_held_in_classes(fastify_routes: Routes) -> None:
    main = """
import { userRoutes } from './users'
import { OrderRoutes } from './orders'
class Server {
  private readonly app = Fastify()
  constructor() { this.app.get('/held', async () => 1); userRoutes(this.app); new OrderRoutes(this.app).register() }
}
new Server()
"""
    orders = """
import { FastifyInstance } from 'fastify'
export class OrderRoutes {
  constructor(private readonly server: FastifyInstance) {}
  register() { this.server.get('/orders', this.list) }
  async list(request) { return request.query }
}
"""
    users = "export function userRoutes(app) { app.get('/users', async () => 1) }"
    found = fastify_routes({"src/app.ts": IMPORT + main, "src/orders.ts": orders, "src/users.ts": users})
    assert sorted(found) == ["GET /held", "GET /orders", "GET /users"]
    assert found["GET /orders"].reads_input


def test_a_hook_reaches_its_scope_and_what_is_below(fastify_routes: Routes) -> None:
    found = fastify_routes(f"""
const app = Fastify()
app.register(async (closed) => {{
  closed.get('/before', async () => 1)
  closed.addHook('onRequest', {REFUSE})
  closed.register(async (below) => {{ below.get('/below', async () => 1) }})
}})
app.register(async (sibling) => {{ sibling.get('/sibling', async () => 1) }})
app.get('/root', async () => 1)
""")
    assert {key for key, one in found.items() if one.is_authenticated} == {"GET /before", "GET /below"}


def test_a_shared_plugin_acts_on_the_scope_that_registers_it(fastify_routes: Routes) -> None:
    found = fastify_routes(f"""
const app = Fastify()
const hooked = async (instance) => {{ instance.addHook('preHandler', {REFUSE}) }}
async function skips(instance) {{ instance.addHook('preHandler', {REFUSE}) }}
skips[Symbol.for('skip-override')] = true
app.register(async (a) => {{ a.register(fp(hooked)); a.get('/shared', async () => 1) }})
app.register(async (b) => {{ b.register(hooked); b.get('/encapsulated', async () => 1) }})
app.register(async (c) => {{ c.register(skips); c.get('/skips', async () => 1) }})
""")
    assert {key for key, one in found.items() if one.is_authenticated} == {"GET /shared", "GET /skips"}


def test_a_plugin_that_is_awaited_has_only_the_hooks_before_it(fastify_routes: Routes) -> None:
    found = fastify_routes(f"""
const app = Fastify()
await app.register(async (early) => {{ early.get('/early', async () => 1) }})
app.register(async (late) => {{ late.get('/late', async () => 1) }})
app.addHook('onRequest', {REFUSE})
""")
    assert {key: one.is_authenticated for key, one in found.items()} == {"GET /early": False, "GET /late": True}


AUTHENTICATE = """
import fp from 'fastify-plugin'
import jwt from '@fastify/jwt'
export default fp(async (fastify) => {
  fastify.register(jwt, { secret: fastify.config.JWT })
  fastify.decorate('authenticate', async (request, reply) => {
    try { await request.jwtVerify() } catch (error) { reply.send(error) }
  })
  fastify.decorate('audit', async (request) => { request.log.info('seen') })
  fastify.decorate('guards', { admin: async (request, reply) => { if (!request.user) throw new ForbiddenError() } })
  fastify.decorateRequest('isAdmin', async function (reply) { if (!this.user) reply.code(403).send() })
})
"""


@pytest.mark.parametrize(
    ("hook", "is_authenticated"),
    [
        ("onRequest: [app.authenticate]", True),
        ("preHandler: app.authenticate", True),
        ("preValidation: [app.audit, app.authenticate]", True),
        ("onRequest: (request, reply) => app.authenticate(request, reply)", True),
        ("onRequest: async (request) => { await request.jwtVerify() }", True),
        ("preHandler: app.guards.admin", True),
        ("preHandler: (request, reply) => request.isAdmin(reply)", True),
        ("preHandler: app.auth([app.authenticate])", True),
        ("onRequest: app.basicAuth", True),
        ("onRequest: app.verifyBearerAuth", True),
        ("preHandler: [app.audit]", False),
        ("preHandler: app.unknown", False),
        ("onResponse: app.authenticate", False),
    ],
)
def test_a_hook_is_followed_to_what_decorates_the_instance(fastify_routes: Routes, hook: str, is_authenticated: bool) -> None:
    main = f"""
import auth from '@fastify/auth'
import basic from '@fastify/basic-auth'
import bearer from '@fastify/bearer-auth'
import authenticate from './authenticate'
const app = Fastify()
app.register(authenticate)
app.register(auth)
app.register(basic, {{ validate }})
app.register(bearer, {{ addHook: false, keys }})
app.after(() => {{ app.get('/orders', {{ {hook} }}, async () => []) }})
"""
    found = fastify_routes({"src/app.ts": IMPORT + main, "src/authenticate.ts": AUTHENTICATE})
    assert found["GET /orders"].is_authenticated is is_authenticated


@pytest.mark.parametrize(
    ("options", "handler", "expected"),
    [
        ("{ schema: { body: Body } }", "async ({ body }) => body", (True, True)),
        ("{ schema }", "async (request) => request.body", (True, True)),
        ("{ schema: { querystring: Query } }", "async (request) => request.query.page", (True, True)),
        ("{ schema: { query: Query } }", "async (request) => request.query.page", (True, True)),
        ("{ schema: { params: Params } }", "async (request) => request.params.id", (True, True)),
        ("{ schema: { params: Params } }", "async (request) => create(request.body)", (True, False)),
        ("{ schema: { response: { 200: Reply } } }", "async (request) => request.body", (True, False)),
        ("{ schema: { headers: Headers } }", "async (request) => request.body", (True, False)),
        ("{ schema: { ...shared } }", "async (request) => request.body", (True, True)),
        ("{}", "async (request) => request.body", (True, False)),
        ("{}", "async (request) => request.file()", (False, False)),
        ("{}", "async (request) => { request.log.info(request.body) }", (False, False)),
    ],
)
def test_a_schema_validates_what_the_handler_reads(
    fastify_routes: Routes, options: str, handler: str, expected: tuple[bool, bool]
) -> None:
    found = fastify_routes(f"""
import {{ z }} from 'zod'
import {{ Type }} from '@sinclair/typebox'
const Body = z.object({{}}), Query = Type.Object({{}}), Params = {{ type: 'object' }}, Headers = {{}}, Reply = {{}}
const shared = {{ body: Body }}
const schema = {{ body: {{ type: 'object' }} }}
const app = Fastify()
app.post('/orders', {options}, {handler})
""")
    one = found["POST /orders"]
    assert (one.reads_input, one.is_validated) == expected


def _applied(bench: Bench, main: str) -> set[tuple[str, str, str]]:
    imports = f"{IMPORT}import helmet from '@fastify/helmet'\nimport limit from '@fastify/rate-limit'\n"
    found = applied(bench({"src/app.ts": imports + main}).db, ".")
    return {(one.role, one.scope, getattr(one.handler.expression, "id", "")) for one in found}


def test_what_is_applied_reaches_all_routes_or_a_scope(bench: Bench) -> None:
    main = """
const app = Fastify()
app.register(fp(async (instance) => { instance.register(helmet) }))
app.register(async (api) => { api.register(limit, { max: 5 }); api.get('/a', async () => 1) }, { prefix: '/api' })
app.setErrorHandler(onError)
app.setNotFoundHandler(onMissing)
function onError(error, request, reply) { reply.send(error) }
app.get('/b', async () => 1)
"""
    expected = {("plugin", "global", "helmet"), ("plugin", "router", "limit"), ("error-handler", "global", "onError")}
    assert _applied(bench, main) == expected


def test_a_plugin_around_the_whole_app_is_the_whole_app(bench: Bench) -> None:
    main = "const app = Fastify()\napp.register(async (api) => { api.register(helmet); api.get('/a', async () => 1) })"
    assert _applied(bench, main) == {("plugin", "global", "helmet")}


@pytest.mark.parametrize(
    ("registered", "route", "is_limited"),
    [
        ("await app.register(limit, { max: 100 })", "{}", True),
        ("app.register(limit, { max: 100 })", "{}", False),  # the route is declared before the plugin is loaded
        ("await app.register(limit, { global: false })", "{}", False),
        ("await app.register(limit, { global: false })", "{ config: { rateLimit: { max: 3 } } }", True),
        ("await app.register(limit, { max: 100 })", "{ config: { rateLimit: false } }", False),
        ("await app.register(limit, { global: false })", "{ preHandler: app.rateLimit({ max: 3 }) }", True),
    ],
)
def test_a_route_is_limited_by_the_plugin_or_its_own_options(
    fastify_routes: Routes, registered: str, route: str, is_limited: bool
) -> None:
    found = fastify_routes(f"""
import limit from '@fastify/rate-limit'
const app = Fastify()
{registered}
app.post('/login', {route}, async () => 1)
""")
    assert found["POST /login"].is_limited is is_limited


def _answering(path: str) -> str:
    return f"export default async (fastify) => {{ fastify.get('{path}', async () => 1) }}"


AUTOLOADED = {
    "src/plugins/support.ts": "import fp from 'fastify-plugin'\nexport default fp(async (f) => { f.get('/up', async () => 1) })",
    "src/routes/root.ts": _answering("/"),
    "src/routes/api/autohooks.ts": f"export default async (fastify) => {{ fastify.addHook('onRequest', {REFUSE}) }}",
    "src/routes/api/index.ts": _answering("/"),
    "src/routes/api/beside.ts": _answering("/beside-an-index"),
    "src/routes/api/users/_id/index.ts": _answering("/"),
}


@pytest.mark.parametrize(
    "folder",
    [
        "join(__dirname, 'routes')",
        "`${import.meta.dirname}/routes`",
        "fileURLToPath(new URL('routes', import.meta.url))",
        "routes",
    ],
)
def test_autoload_gives_prefixes_parameters_and_cascading_hooks(fastify_routes: Routes, folder: str) -> None:
    main = f"""
import autoload from '@fastify/autoload'
const routes = path.join(process.cwd(), 'src', 'routes')
const app = Fastify()
app.register(autoload, {{ dir: join(__dirname, 'plugins') }})
app.register(autoload, {{ dir: {folder}, autoHooks: true, cascadeHooks: true, routeParams: true, options: {{ prefix: '/v1' }} }})
"""
    found = fastify_routes({"src/app.ts": IMPORT + main} | AUTOLOADED)
    assert {key: one.is_authenticated for key, one in found.items()} == {
        "GET /up": False, "GET /v1": False, "GET /v1/api": True, "GET /v1/api/users/:id": True,
    }  # fmt: skip


def test_autoload_ignores_files_and_cascades_only_when_told(fastify_routes: Routes) -> None:
    main = """
import autoload from '@fastify/autoload'
const app = Fastify()
app.register(autoload, { dir: join(__dirname, 'routes'), ignorePattern: /root/, autoHooks: true })
"""
    found = fastify_routes({"src/app.ts": IMPORT + main} | AUTOLOADED)
    assert {key: one.is_authenticated for key, one in found.items() if key != "GET /up"} == {
        "GET /api": True, "GET /api/users/_id": False,
    }  # fmt: skip


def test_an_app_that_a_command_starts_has_no_instance_of_its_own(fastify_routes: Routes) -> None:
    app = """
const path = require('node:path')
const AutoLoad = require('@fastify/autoload')
module.exports = async function (fastify, opts) {
  fastify.register(AutoLoad, { dir: path.join(__dirname, 'routes'), options: Object.assign({}, opts) })
}
"""
    orders = "module.exports = async function (fastify, opts) { fastify.get('/', async () => []) }"
    assert list(fastify_routes({"app.js": app, "routes/orders/index.js": orders})) == ["GET /orders"]


@pytest.mark.parametrize(
    ("options", "is_on"),
    [
        ("{ logger: true }", True),
        ("{ logger: { level: 'info' } }", True),
        ("{ logger: env.isProduction }", True),
        ("{ loggerInstance: pino() }", True),
        ("{ logger: false }", False),
        ("{}", False),
        ("", False),
    ],
)
def test_the_logger_is_on_when_the_instance_is_made_with_it(bench: Bench, options: str, is_on: bool) -> None:
    db = bench({"src/app.ts": f"{IMPORT}const app = Fastify({options})\n"}).db
    assert [(one.path, one.line) for one in fastify_loggers(db, ".")] == ([("src/app.ts", 3)] if is_on else [])


def test_what_only_looks_like_a_route_is_none(fastify_routes: Routes) -> None:
    found = fastify_routes("""
import axios from 'axios'
const app = Fastify()
axios.get('/remote', { params: {} })
const cache = new Map()
cache.get('/key', 1)
app.get('/only-a-path')
export const load = (client) => client.get('/other', {})
""")
    assert not found


def test_a_plugin_that_registers_itself_ends(fastify_routes: Routes) -> None:
    found = fastify_routes("""
const app = Fastify()
async function again(instance) { instance.register(again); instance.register(again); instance.get('/again', async () => 1) }
app.register(again)
""")
    assert list(found) == ["GET /again"]
