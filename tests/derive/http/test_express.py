"""The Express adapter over the styles in which real backends are written."""

from __future__ import annotations

import json

import pytest

from healthtui.derive.inputs import derived
from healthtui.engine.workbench import Workbench
from healthtui.facts.http import Endpoint
from tests.literate import bench_of

MANIFEST = json.dumps({"name": "case", "dependencies": {"express": "4", "jsonwebtoken": "9", "joi": "17"}})


def endpoints(files: dict[str, str]) -> list[Endpoint]:
    bench: Workbench = bench_of({"package.json": MANIFEST} | files)
    return list(derived(bench.db, Endpoint, "."))


def routes(files: dict[str, str]) -> set[str]:
    return {f"{one.method} {one.path} {one.place.path}:{one.place.line}" for one in endpoints(files)}


def secured(files: dict[str, str]) -> dict[str, bool]:
    return {f"{one.method} {one.path}": one.is_authenticated for one in endpoints(files)}


AUTH = """
const jwt = require('jsonwebtoken');
module.exports = (req, res, next) => {
  const token = req.headers.authorization;
  if (!token) return res.status(401).json({ message: 'no token' });
  try { req.user = jwt.verify(token, process.env.SECRET); next(); } catch (e) { return res.status(401).end(); }
};
"""

STYLES: dict[str, tuple[dict[str, str], set[str]]] = {
    "an app in one file": (
        {"app.js": "const express = require('express');\nconst app = express();\napp.get('/a', (req, res) => res.json({}));\n"},
        {"GET /a app.js:3"},
    ),
    "a setting and a client are no routes": (
        {
            "app.js": "const express = require('express');\nconst axios = require('axios');\nconst app = express();\n"
            "app.get('env');\naxios.get('/x', {});\nnew Map().get('/y', 1);\napp.get('/a', h);\nfunction h(req, res) {}\n"
        },
        {"GET /a app.js:7"},
    ),
    "routers of other files, with a barrel": (
        {
            "src/app.ts": "import express from 'express';\nimport { userRouter } from './routes';\nconst app = express();\n"
            "app.use('/api/users', userRouter);\n",
            "src/routes/index.ts": "export { default as userRouter } from './user';\n",
            "src/routes/user.ts": "import { Router } from 'express';\nconst r = Router();\nr.get('/:id', (req, res) => {});\nexport default r;\n",
        },
        {"GET /api/users/:id src/routes/user.ts:3"},
    ),
    "the app is handed to a function": (
        {
            "app.js": "const app = require('express')();\nrequire('./routes')(app);\n",
            "routes.js": "module.exports = (app) => {\n  app.post('/a', (req, res) => {});\n};\n",
        },
        {"POST /a routes.js:2"},
    ),
    "a router is made and handed around": (
        {
            "src/app.ts": "import express from 'express';\nimport routes from './api';\nconst app = express();\napp.use('/api', routes());\n",
            "src/api/index.ts": "import { Router } from 'express';\nimport auth from './auth';\nexport default () => {\n  const app = Router();\n"
            "  auth(app);\n  return app;\n};\n",
            "src/api/auth.ts": "import { Router } from 'express';\nconst route = Router();\nexport default (app: Router) => {\n"
            "  app.use('/auth', route);\n  route.post('/signup', async (req, res) => {});\n};\n",
        },
        {"POST /api/auth/signup src/api/auth.ts:5"},
    ),
    "classes with a path and a router, given as a list": (
        {
            "src/app.ts": "import express from 'express';\nexport class App {\n  public app: express.Application;\n"
            "  constructor(routes: Routes[]) {\n    this.app = express();\n    this.initialize(routes);\n  }\n"
            "  private initialize(routes: Routes[]) {\n    routes.forEach(route => {\n      this.app.use('/api', route.router);\n    });\n  }\n}\n",
            "src/server.ts": "import { App } from './app';\nimport { UserRoute } from './user.route';\nnew App([new UserRoute()]);\n",
            "src/user.route.ts": "import { Router } from 'express';\nexport class UserRoute {\n  public path = '/users';\n"
            "  public router = Router();\n  constructor() {\n    this.initializeRoutes();\n  }\n  private initializeRoutes() {\n"
            "    this.router.get(`${this.path}/:id`, (req, res) => {});\n  }\n}\n",
        },
        {"GET /api/users/:id src/user.route.ts:9"},
    ),
    "an array of paths and routers": (
        {
            "app.js": "const express = require('express');\nconst a = require('./a');\nconst app = express();\n"
            "const list = [{ path: '/a', route: a }, { path: '/b', route: a }];\nlist.forEach((one) => {\n  app.use(one.path, one.route);\n});\n",
            "a.js": "const r = require('express').Router();\nr.get('/x', (req, res) => {});\nmodule.exports = r;\n",
        },
        {"GET /a/x a.js:2", "GET /b/x a.js:2"},
    ),
    "a for-of loop over routers": (
        {
            "app.js": "const express = require('express');\nconst a = require('./a');\nconst app = express();\n"
            "for (const { path, route } of [{ path: '/a', route: a }]) {\n  app.use(path, route);\n}\n",
            "a.js": "const r = require('express').Router();\nr.get('/x', (req, res) => {});\nmodule.exports = r;\n",
        },
        {"GET /a/x a.js:2"},
    ),
    "a folder that is loaded": (
        {
            "app.js": "const express = require('express');\nconst fs = require('fs');\nconst path = require('path');\nconst app = express();\n"
            "fs.readdirSync(path.join(__dirname, 'routes')).forEach((file) => {\n  app.use('/api', require('./routes/' + file));\n});\n",
            "routes/a.js": "const r = require('express').Router();\nr.get('/x', (req, res) => {});\nmodule.exports = r;\n",
        },
        {"GET /api/x routes/a.js:2"},
    ),
    "a folder that is loaded, each file under its name": (
        {
            "app.js": "const express = require('express');\nconst fs = require('fs');\nconst app = express();\n"
            "for (const file of fs.readdirSync(__dirname + '/routes')) {\n  const name = file.split('.')[0];\n"
            "  app.use('/api/' + name, require('./routes/' + file));\n}\n",
            "routes/a.routes.js": "const r = require('express').Router();\nr.get('/x', (req, res) => {});\nmodule.exports = r;\n",
        },
        {"GET /api/a/x routes/a.routes.js:2"},
    ),
    "a folder whose files are given the app": (
        {
            "app.js": "const express = require('express');\nconst fs = require('fs');\nconst app = express();\n"
            "fs.readdirSync('./routes').forEach((file) => {\n  require('./routes/' + file)(app);\n});\n",
            "routes/a.js": "module.exports = (app) => {\n  app.get('/x', (req, res) => {});\n};\n",
        },
        {"GET /x routes/a.js:2"},
    ),
    "a folder whose modules are imported and given the router": (
        {
            "src/app.ts": "import express, { Router } from 'express';\nimport { readdirSync } from 'fs';\nimport path from 'path';\n"
            "const app = express();\nconst router = Router();\napp.use('/api', router);\n"
            "readdirSync(path.join(__dirname, 'routes')).map(async (file) => {\n"
            "  (await import(`./routes/${file}`)).default(router);\n});\n",
            "src/routes/a.ts": "import { Router } from 'express';\nexport default (router: Router): void => {\n  router.get('/x', () => {});\n};\n",
        },
        {"GET /api/x src/routes/a.ts:3"},
    ),
    "a folder of folders, each with its routes": (
        {
            "app.js": "const express = require('express');\nconst fs = require('fs');\nconst app = express();\n"
            "fs.readdirSync('./modules').forEach((name) => {\n  app.use(`/v1/${name}`, require(`./modules/${name}/routes`));\n});\n",
            "modules/cars/routes.js": "const r = require('express').Router();\nr.get('/x', (req, res) => {});\nmodule.exports = r;\n",
            "modules/cars/other.js": "const r = require('express').Router();\nr.get('/y', (req, res) => {});\nmodule.exports = r;\n",
        },
        {"GET /v1/cars/x modules/cars/routes.js:2", "GET /y modules/cars/other.js:2"},
    ),
    "chains of one path": (
        {
            "app.js": "const express = require('express');\nconst app = express();\napp\n  .route('/a')\n  .get((req, res) => {})\n  .post((req, res) => {});\n"
        },
        {"GET /a app.js:5", "POST /a app.js:6"},
    ),
    "named exports in an object": (
        {
            "app.js": "const express = require('express');\nconst { users } = require('./routes');\nconst app = express();\napp.use('/u', users);\n",
            "routes.js": "const { Router } = require('express');\nconst users = Router();\nusers.put('/:id', (req, res) => {});\nmodule.exports = { users };\n",
        },
        {"PUT /u/:id routes.js:3"},
    ),
    "a prefix from the configuration": (
        {
            "src/app.ts": "import express from 'express';\nimport { config } from './config';\nimport r from './r';\nconst app = express();\n"
            "app.use(config.prefix, r);\n",
            "src/config.ts": "export const config = { prefix: process.env.PREFIX || '/api/v2' };\n",
            "src/r.ts": "import express from 'express';\nconst r = express.Router();\nr.delete('/x', (req, res) => {});\nexport default r;\n",
        },
        {"DELETE /api/v2/x src/r.ts:3"},
    ),
    "a container resolves the controller": (
        {
            "src/app.ts": "import express from 'express';\nimport { UserController } from './c';\nconst app = express();\n"
            "const c = new UserController();\napp.get('/a', c.list.bind(c));\napp.get('/b', c.show);\n",
            "src/c.ts": "export class UserController {\n  list(req, res) { res.json(req.query.page); }\n  show = async (req, res) => {};\n}\n",
        },
        {"GET /a src/app.ts:5", "GET /b src/app.ts:6"},
    ),
    "a static method makes the router": (
        {
            "src/app.ts": "import express from 'express';\nimport { Api } from './api';\nconst app = express();\napp.use('/api', Api.routes());\n",
            "src/api.ts": "import { Router } from 'express';\nexport class Api {\n  static routes(): Router {\n    const router = Router();\n"
            "    router.get('/x', (req, res) => {});\n    return router;\n  }\n}\n",
        },
        {"GET /api/x src/api.ts:5"},
    ),
    "an instance whose getter gives the router": (
        {
            "src/app.ts": "import express from 'express';\nimport { Users } from './users';\nconst app = express();\napp.use('/u', new Users().router);\n",
            "src/users.ts": "import { Router } from 'express';\nexport class Users {\n  readonly router: Router;\n  constructor() {\n"
            "    this.router = Router();\n    this.router.get('/x', this.list);\n  }\n  list = (req, res) => {};\n}\n",
        },
        {"GET /u/x src/users.ts:6"},
    ),
    "the app is a member of a class": (
        {
            "src/server.ts": "import express, { Express } from 'express';\nclass Server {\n  private app: Express = express();\n"
            "  start() {\n    this.routes();\n  }\n  private routes() {\n    this.app.get('/x', (req, res) => {});\n  }\n}\nnew Server().start();\n",
        },
        {"GET /x src/server.ts:8"},
    ),
    "several paths at once": (
        {"app.js": "const app = require('express')();\napp.get(['/a', '/b'], (req, res) => {});\n"},
        {"GET /a app.js:2", "GET /b app.js:2"},
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_routes_are_found_in(style: str) -> None:
    files, expected = STYLES[style]
    assert routes(files) == expected


def test_a_middleware_counts_for_what_is_registered_after_it() -> None:
    app = (
        "const express = require('express');\nconst auth = require('./auth');\nconst r = express.Router();\n"
        "r.get('/before', (req, res) => {});\nr.use(auth);\nr.get('/after', (req, res) => {});\nconst app = express();\napp.use('/x', r);\n"
    )
    assert secured({"app.js": app, "auth.js": AUTH}) == {"GET /x/before": False, "GET /x/after": True}


def test_a_middleware_under_a_path_counts_below_it() -> None:
    app = (
        "const express = require('express');\nconst auth = require('./auth');\nconst app = express();\n"
        "app.use('/admin', auth);\napp.get('/admin/x', (req, res) => {});\napp.get('/administrators', (req, res) => {});\n"
    )
    assert secured({"app.js": app, "auth.js": AUTH}) == {"GET /admin/x": True, "GET /administrators": False}


GUARDS = {
    "passport": ("const passport = require('passport');\n", "passport.authenticate('jwt', { session: false })", True),
    "express-jwt": ("const { expressjwt } = require('express-jwt');\n", "expressjwt({ secret: s, algorithms: ['HS256'] })", True),
    "a wrapped guard": (
        "const auth = require('./auth');\nconst wrap = (fn) => (q, s, n) => fn(q, s, n).catch(n);\n",
        "wrap(auth)",
        True,
    ),
    "a session check": ("", "(req, res, next) => { if (!req.session.userId) return res.redirect('/login'); next(); }", True),
    "passport's isAuthenticated": (
        "",
        "(req, res, next) => { if (req.isAuthenticated()) return next(); res.status(401).end(); }",
        True,
    ),
    "a guard that throws": (
        "const jwt = require('jsonwebtoken');\n",
        "(req, res, next) => { try { jwt.verify(req.headers.token, s); next(); } catch (e) { throw new UnauthorizedError(); } }",
        True,
    ),
    "a guard that lets everyone on": (
        "const jwt = require('jsonwebtoken');\n",
        "(req, res, next) => { const t = req.headers.authorization; if (t) { req.user = jwt.verify(t, s); } next(); }",
        False,
    ),
    "a logger": ("", "(req, res, next) => { console.log(req.user, req.url); next(); }", False),
    "a check of the input": ("", "(req, res, next) => { if (!req.body.name) return res.status(400).end(); next(); }", False),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_authentication_by(guard: str) -> None:
    head, expression, expected = GUARDS[guard]
    app = f"const express = require('express');\n{head}const app = express();\napp.get('/x', {expression}, (req, res) => {{}});\n"
    assert secured({"app.js": app, "auth.js": AUTH}) == {"GET /x": expected}


def test_a_catch_all_that_answers_404_is_marked() -> None:
    app = "const app = require('express')();\napp.get('/a', (q, res) => res.json(1));\napp.all('*', (req, res) => res.status(404).end());\n"
    assert {one.path: one.is_not_found for one in endpoints({"app.js": app})} == {"/a": False, "/*": True}


VALIDATORS = {
    "celebrate": ("const { celebrate } = require('celebrate');\n", "celebrate({ body: schema })", True),
    "a schema in the handler": (
        "const { z } = require('zod');\nconst S = z.object({});\n",
        "(req, res) => { const body = S.parse(req.body); res.json(body); }",
        True,
    ),
    "a factory over a schema": (
        "const validate = (schema) => (req, res, next) => { const { error } = schema.validate(req.body);"
        " if (error) return res.status(400).end(); next(); };\n",
        "validate(schema)",
        True,
    ),
    "by hand": ("", "(req, res, next) => { if (!req.body.name) return res.status(400).end(); next(); }", False),
    "an unrelated parse": ("", "(req, res, next) => { JSON.parse(req.headers.x); new Date(Date.parse('2020')); next(); }", False),
}


@pytest.mark.parametrize("validator", VALIDATORS)
def test_validation_by(validator: str) -> None:
    head, expression, expected = VALIDATORS[validator]
    app = (
        f"const express = require('express');\n{head}const app = express();\n"
        f"app.post('/x', {expression}, (req, res) => {{ res.json(req.body); }});\n"
    )
    (route,) = endpoints({"app.js": app})
    assert (route.reads_input, route.is_validated) == (True, expected)
