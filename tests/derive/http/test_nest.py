"""NestJS: controllers, and what guards, pipes, modules and the bootstrap make of their routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from healthtui.derive.http.cors import cors_policies
from healthtui.derive.http.endpoints import applied, endpoints
from healthtui.derive.http.errors import cross_cutting
from healthtui.derive.http.nest.assemble import nest_cors
from healthtui.engine.workbench import Workbench
from healthtui.facts.http import Endpoint

Bench = Callable[[Mapping[str, str]], Workbench]
MAIN = """
import { NestFactory, Reflector } from '@nestjs/core';
import { ValidationPipe, VersioningType, RequestMethod, VERSION_NEUTRAL } from '@nestjs/common';
import { AppModule } from './app.module';
import { JwtAuthGuard, OptionalGuard } from './guards';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  %s
  await app.listen(3000);
}
bootstrap();
"""
COMMON = """import { Controller, Get, Post, Put, Delete, All, Body, Query, Param, Req, Version, UseGuards, UsePipes, SetMetadata,
  applyDecorators, Module, ValidationPipe, ParseIntPipe, createParamDecorator, UploadedFile, VERSION_NEUTRAL,
  Injectable, UnauthorizedException, Res, UseFilters, Catch } from '@nestjs/common';
import { APP_GUARD, APP_PIPE, APP_FILTER, RouterModule, Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
"""
MODULE = COMMON + "@Module({ imports: [], controllers: [], providers: [] })\nexport class AppModule {}\n"
GUARDS = (
    COMMON
    + """
export const IS_PUBLIC = 'isPublic';
export const Public = () => SetMetadata(IS_PUBLIC, true);
@Injectable()
export class JwtAuthGuard extends AuthGuard('jwt') {
  constructor(private reflector: Reflector) { super(); }
  canActivate(context) {
    const isPublic = this.reflector.getAllAndOverride<boolean>(IS_PUBLIC, [context.getHandler(), context.getClass()]);
    if (isPublic) return true;
    return super.canActivate(context);
  }
}
export class OptionalGuard extends AuthGuard('jwt') {
  handleRequest(err, user) { return user; }
}
export class StrictGuard extends AuthGuard('jwt') {
  handleRequest(err, user) { if (err || !user) { throw err || new UnauthorizedException(); } return user; }
}
class Users { check(user) { if (!user) throw new UnauthorizedException(); return user; } }
export class CheckedGuard extends AuthGuard('jwt') {
  constructor(private users: Users) { super(); }
  handleRequest(err, user) { return this.users.check(user); }
}
export class TokenGuard {
  constructor(private jwt: JwtService) {}
  async canActivate(context) {
    const request = context.switchToHttp().getRequest();
    if (!request.headers.authorization) throw new UnauthorizedException();
    request.user = await this.jwt.verifyAsync(request.headers.authorization);
    return true;
  }
}
export class KeyGuard {
  constructor(private users: Users) {}
  async canActivate(context) { this.users.check(context.switchToHttp().getRequest().user); return true; }
}
export class RolesGuard {
  constructor(private reflector: Reflector) {}
  canActivate(context) {
    const roles = this.reflector.get<string[]>('roles', context.getHandler());
    if (!roles) return true;
    const { user } = context.switchToHttp().getRequest();
    return roles.includes(user.role);
  }
}
export class FeatureGuard {
  constructor(private flags: Flags) {}
  canActivate(context) { this.flags.validateFlag(context); return true; }
}
class Flags { validateFlag(context) { const on = find(context.request.user.group); if (!on) throw new Error(); } }
export const Roles = (...roles: string[]) => SetMetadata('roles', roles);
export const Auth = (...roles: string[]) => applyDecorators(Roles(...roles), UseGuards(JwtAuthGuard, RolesGuard));
export function Listed(given) { const all = { guards: [JwtAuthGuard], ...given }; return applyDecorators(UseGuards(...all.guards)); }
export function AdminGet(path: string) { return applyDecorators(Get(path), Auth('admin')); }
"""
)
DTO = """
import { IsString, IsOptional } from 'class-validator';
import { PartialType, OmitType } from '@nestjs/mapped-types';
import { Type } from 'class-transformer';
import { createZodDto } from 'nestjs-zod';
export class CreateDto { @IsString() name: string; nested: Plain; }
const Base = PartialType(CreateDto);
export class NamedDto extends Base {}
export class UpdateDto extends PartialType(OmitType(CreateDto, ['nested'] as const)) {}
export class Plain { name: string; }
export class Typed { @Type(() => Number) age: number; }
export class ZodDto extends createZodDto(schema) {}
export interface Shape { name: string }
"""


@pytest.fixture
def routes(bench: Bench) -> Callable[..., dict[str, Endpoint]]:
    """A controller file (and a line of the bootstrap, and other files) to its endpoints by "METHOD path"."""

    def read(controller: str, setup: str = "", **others: str) -> dict[str, Endpoint]:
        files = {"src/main.ts": MAIN % setup, "src/app.module.ts": MODULE, "src/guards.ts": GUARDS, "src/dto.ts": DTO}
        files["src/users.controller.ts"] = (
            COMMON
            + "import { JwtAuthGuard, OptionalGuard, StrictGuard, CheckedGuard, KeyGuard, TokenGuard, RolesGuard, FeatureGuard } from './guards';\n"
            + "import { Public, Auth, AdminGet, Roles, Listed } from './guards';\n"
            + "import { CreateDto, NamedDto, UpdateDto, Plain, Typed, ZodDto, Shape } from './dto';\n"
            + controller
        )
        files |= {f"src/{name}.ts": COMMON + text for name, text in others.items()}
        found = endpoints(bench(files).db, ".")
        return {f"{one.method} {one.path}": one for one in found}

    return read


Routes = Callable[..., dict[str, Endpoint]]


@pytest.mark.parametrize(
    ("controller", "expected"),
    [
        ("@Controller() class A { @Get() a() {} @Get('hello/:name') b() {} }", ["GET /", "GET /hello/:name"]),
        ("@Controller('users') class A { @Get() a() {} @Post('/') b() {} }", ["GET /users", "POST /users"]),
        ("@Controller(['a', 'b']) class A { @All(['x', 'y']) a() {} }", ["ALL /a/x", "ALL /a/y", "ALL /b/x", "ALL /b/y"]),
        ("@Controller({ path: 'users', host: 'x' }) class A { @Delete(':id') a() {} }", ["DELETE /users/:id"]),
        ("enum P { Users = 'users' }\nconst ID = ':id';\n@Controller(P.Users) class A { @Get(ID) a() {} }", ["GET /users/:id"]),
        ("const R = { users: 'users' } as const;\n@Controller(`v1/${R.users}`) class A { @Get() a() {} }", ["GET /v1/users"]),
        ("@Controller('a') class A { @AdminGet('x') a() {} }", ["GET /a/x"]),
        (
            "class B { @Get('all') all() {} @Get('own') own() {} }\n@Controller('a') class A extends B { own() {} }",
            ["GET /a/all"],
        ),
        (
            "function Base(e) { @Controller() class Host { @Get('all') all() {} } return Host; }\n"
            "@Controller('a') class A extends Base(User) { @Get() a() {} }",
            ["GET /a", "GET /a/all"],
        ),
        ("@Controller('base') class B { @Get() a() {} }\n@Controller('a') class A extends B {}", ["GET /a"]),
        ("import { Get as Other } from 'type-graphql';\n@Controller('a') class A { @Other('x') a() {} b() {} }", []),
        ("import { MessagePattern } from '@nestjs/microservices';\n@Controller() class A { @MessagePattern('x') a() {} }", []),
    ],
)
def test_routes(routes: Routes, controller: str, expected: list[str]) -> None:
    assert sorted(routes(controller)) == expected


def test_the_place_of_a_route_is_its_decorator(routes: Routes) -> None:
    found = routes("@Controller('a')\nclass A {\n  @Get()\n  @Public()\n  a() {}\n}")
    line = COMMON.count("\n") + 3 + 3
    assert (found["GET /a"].place.path, found["GET /a"].place.line) == ("src/users.controller.ts", line)
    assert found["GET /a"].handler is not None
    assert found["GET /a"].handler.line == line + 2


@pytest.mark.parametrize(
    ("setup", "controller", "expected"),
    [
        ("app.setGlobalPrefix('api');", "@Controller('a') class A { @Get() a() {} }", ["GET /api/a"]),
        (
            "app.setGlobalPrefix('/api/', { exclude: ['health', { path: 'a', method: RequestMethod.POST }] });",
            "@Controller() class A { @Get('health') a() {} @Post('a') b() {} @Get('a') c() {} }",
            ["GET /api/a", "GET /health", "POST /a"],
        ),
        (
            "app.setGlobalPrefix('api'); app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });",
            "@Controller('a') class A { @Get() a() {} @Version('2') @Get('b') b() {}"
            " @Version(VERSION_NEUTRAL) @Get('n') n() {} }",
            ["GET /api/a/n", "GET /api/v1/a", "GET /api/v2/a/b"],
        ),
        (
            "app.enableVersioning();",
            "@Controller({ path: 'a', version: ['1', '2'] }) class A { @Get() a() {} }",
            ["GET /v1/a", "GET /v2/a"],
        ),
        (
            "app.enableVersioning({ type: VersioningType.URI, defaultVersion: '1' });",
            "@Controller({ path: 'a', version: VERSION_NEUTRAL }) class A { @Get() a() {} }",
            ["GET /a"],
        ),
        (
            "app.enableVersioning({ type: VersioningType.HEADER, header: 'v' });",
            "@Controller({ path: 'a', version: '1' }) class A { @Get() a() {} }",
            ["GET /a"],
        ),
        ("", "@Controller({ path: 'a', version: '1' }) class A { @Get() a() {} }", ["GET /a"]),
    ],
)
def test_prefix_and_versions(routes: Routes, setup: str, controller: str, expected: list[str]) -> None:
    assert sorted(routes(controller, setup)) == expected


def test_router_module(routes: Routes) -> None:
    module = (
        "import { A, B } from './users.controller';\n"
        "@Module({ controllers: [A] }) class Admin {}\n@Module({ controllers: [B] }) class Inner {}\n"
        "const tree = [{ path: 'admin', module: Admin, children: [{ path: 'in', module: Inner }] }];\n"
        "@Module({ imports: [RouterModule.register(tree)] })\n"
        "export class Root {}"
    )
    found = routes(
        "@Controller('a') export class A { @Get() a() {} }\n@Controller('b') export class B { @Get() b() {} }", root=module
    )
    assert sorted(found) == ["GET /admin/a", "GET /admin/in/b"]


@pytest.mark.parametrize(
    ("marks", "auth"),
    [
        ("@UseGuards(AuthGuard('jwt'))", "@nestjs/passport AuthGuard"),
        ("@UseGuards(AuthGuard(['jwt', 'anonymous']))", ""),
        ("@UseGuards(JwtAuthGuard)", "JwtAuthGuard"),
        ("@UseGuards(new JwtAuthGuard(), RolesGuard)", "JwtAuthGuard"),
        ("@UseGuards(StrictGuard)", "StrictGuard"),
        ("@UseGuards(CheckedGuard)", "CheckedGuard"),
        ("@UseGuards(TokenGuard)", "TokenGuard"),
        ("@UseGuards(KeyGuard)", "KeyGuard"),
        ("@UseGuards(OptionalGuard)", ""),
        ("@UseGuards(FeatureGuard)", ""),
        ("@UseGuards(RolesGuard)", ""),
        ("@Roles('admin') @UseGuards(RolesGuard)", "RolesGuard"),
        ("@Auth('admin')", "JwtAuthGuard"),
        ("@Listed({ more: 1 })", "JwtAuthGuard"),
        ("", ""),
    ],
)
def test_guards(routes: Routes, marks: str, auth: str) -> None:
    on_method = routes(f"@Controller('a') class A {{ {marks} @Get('x') a() {{}} @Get('y') b() {{}} }}")
    assert (on_method["GET /a/x"].auth_by, on_method["GET /a/y"].auth_by) == (auth, "")
    on_class = routes(f"{marks} @Controller('a') class A {{ @Get() a() {{}} }}\n@Controller('b') class B {{ @Get() b() {{}} }}")
    assert (on_class["GET /a"].auth_by, on_class["GET /b"].auth_by) == (auth, "")
    assert on_class["GET /a"].is_authenticated == bool(auth)


def test_a_decorator_may_bind_a_guard_on_demand(routes: Routes) -> None:
    found = routes(
        "function Area(name: string, secured = true) {\n  const all = [Controller(name)];\n"
        "  if (secured) all.push(UseGuards(JwtAuthGuard));\n  return applyDecorators(...all);\n}\n"
        "@Area('a') class A { @Get() a() {} }\n@Area('b', false) class B { @Get() b() {} }"
    )
    assert {key: one.auth_by for key, one in found.items()} == {"GET /a": "JwtAuthGuard", "GET /b": ""}


def test_a_guard_of_a_base_class_holds(routes: Routes) -> None:
    found = routes("@UseGuards(JwtAuthGuard) class B { @Get('x') x() {} }\n@Controller('a') class A extends B {}")
    assert found["GET /a/x"].auth_by == "JwtAuthGuard"


@pytest.mark.parametrize(
    ("provider", "auth"),
    [
        ("{ provide: APP_GUARD, useClass: JwtAuthGuard }", "JwtAuthGuard"),
        ("JwtAuthGuard, { provide: APP_GUARD, useExisting: JwtAuthGuard }", "JwtAuthGuard"),
        ("{ provide: APP_GUARD, useFactory: (r) => new JwtAuthGuard(r), inject: [Reflector] }", "JwtAuthGuard"),
        ("{ provide: APP_PIPE, useClass: JwtAuthGuard }", ""),
        ("JwtAuthGuard", ""),
    ],
)
def test_global_guards_and_public_routes(routes: Routes, provider: str, auth: str) -> None:
    module = f"import {{ JwtAuthGuard }} from './guards';\n@Module({{ providers: [{provider}] }})\nexport class AuthModule {{}}"
    found = routes(
        "@Controller('a') class A { @Get('x') x() {} @Public() @Get('y') y() {} }\n"
        "@Public() @Controller('b') class B { @Get('z') z() {} }",
        auth=module,
    )
    assert [found[one].auth_by for one in ("GET /a/x", "GET /a/y", "GET /b/z")] == [auth, "", ""]
    assert [found[one].is_public for one in ("GET /a/x", "GET /a/y", "GET /b/z")] == [False, bool(auth), bool(auth)]


def test_a_guard_made_in_the_bootstrap(routes: Routes) -> None:
    controller = "@Controller('a') class A { @Get('x') x() {} @Public() @Get('y') y() {} }"
    found = routes(controller, "app.useGlobalGuards(new JwtAuthGuard(app.get(Reflector)));")
    assert (found["GET /a/x"].auth_by, found["GET /a/y"].is_public) == ("JwtAuthGuard", True)


@pytest.mark.parametrize(
    ("setup", "parameters", "reads", "validated"),
    [
        ("", "@Body() dto: CreateDto", True, ""),
        ("VP", "@Body() dto: CreateDto", True, "ValidationPipe"),
        ("VP", "@Body() dto: UpdateDto", True, "ValidationPipe"),
        ("VP", "@Body() dto: NamedDto", True, "ValidationPipe"),
        ("VP", "@Body() dto: Plain", True, ""),
        ("VP", "@Body() dto: Typed", True, ""),
        ("VP", "@Body() dto: Shape", True, ""),
        ("VP", "@Body() dto: any", True, ""),
        ("VP", "@Body() dto: CreateDto[]", True, ""),
        ("VP", "@Body() dto: Partial<CreateDto>", True, ""),
        ("VP", "@Query('q') q: string", True, ""),
        ("VP", "@Query() q: CreateDto", True, "ValidationPipe"),
        ("VP", "@Param('id') id: string, @Body() dto: CreateDto", True, "ValidationPipe"),
        ("VP", "@Param('id', ParseIntPipe) id: number, @Body() dto: Plain", True, ""),
        ("", "@Param('id', ParseIntPipe) id: number", True, "ParseIntPipe"),
        ("", "@Param('id', new ParseIntPipe({ optional: true })) id: number", True, "ParseIntPipe"),
        ("", "@Body(new ValidationPipe({ whitelist: true })) dto: CreateDto", True, "ValidationPipe"),
        ("", "@Body(ValidationPipe) dto: Plain", True, ""),
        ("VP", "@Req() req", False, ""),
        ("VP", "@UploadedFile() file", False, ""),
        ("", "", False, ""),
    ],
)
def test_input(routes: Routes, setup: str, parameters: str, reads: bool, validated: str) -> None:
    pipe = "app.useGlobalPipes(new ValidationPipe({ transform: true }));" if setup else ""
    one = routes(f"@Controller('a') class A {{ @Post() a({parameters}) {{ return 1; }} }}", pipe)["POST /a"]
    assert (one.reads_input, one.validated_by, one.is_validated) == (reads, validated, bool(validated))


def test_a_request_that_is_read_is_input(routes: Routes) -> None:
    found = routes(
        "const Payload = createParamDecorator((data, ctx) => ctx.switchToHttp().getRequest().body);\n"
        "const CurrentUser = createParamDecorator((data, ctx) => ctx.switchToHttp().getRequest().user);\n"
        "@Controller('a') class A { @Get('x') x(@Req() r, @Res() res) { res.send(r.query.q); }"
        " @Get('y') y(@Payload() p) {} @Get('z') z(@CurrentUser() u) {} }"
    )
    assert [found[f"GET /a/{one}"].reads_input for one in "xyz"] == [True, True, False]


def test_a_type_import_has_no_class_at_run_time(routes: Routes) -> None:
    found = routes(
        "import type { CreateDto as Erased } from './dto';\n@Controller('a') class A { @Post() a(@Body() dto: Erased) {} }",
        "app.useGlobalPipes(new ValidationPipe());",
    )
    assert found["POST /a"].validated_by == ""


def test_zod_pipes(routes: Routes) -> None:
    found = routes(
        "import { ZodValidationPipe } from 'nestjs-zod';\nimport { z } from 'zod';\n"
        "class OwnPipe { constructor(private schema) {} transform(value) { return this.schema.parse(value); } }\n"
        "@Controller('a') class A { @UsePipes(ZodValidationPipe) @Post('x') x(@Body() dto: ZodDto) {}"
        " @UsePipes(ZodValidationPipe) @Post('p') p(@Body() dto: Plain) {}"
        " @UsePipes(new OwnPipe(z.object({}))) @Post('y') y(@Body() dto: Shape) {}"
        " @Post('z') z(@Body(new OwnPipe(z.object({}))) dto: Shape) {} }"
    )
    assert [found[f"POST /a/{one}"].validated_by for one in "xpyz"] == ["ZodValidationPipe", "", "OwnPipe", "OwnPipe"]


def test_the_throttler_limits_where_its_guard_is_bound(routes: Routes) -> None:
    throttled = (
        "import { ThrottlerGuard, ThrottlerModule } from '@nestjs/throttler';\n"
        "@Module({ imports: [ThrottlerModule.forRoot([])], providers: [%s] })\nexport class Limits {}"
    )
    controller = (
        "import { SkipThrottle, Throttle } from '@nestjs/throttler';\n"
        "@Controller('a') class A { @Throttle({}) @Get('x') x() {} @SkipThrottle() @Get('y') y() {} }"
    )
    bound = routes(controller, limits=throttled % "{ provide: APP_GUARD, useClass: ThrottlerGuard }")
    assert [one.is_limited for one in bound.values()] == [True, False]
    assert not any(one.is_limited for one in routes(controller, limits=throttled % "").values())


def test_middleware_of_modules(routes: Routes) -> None:
    module = """
import { A } from './users.controller';
import { verify } from 'jsonwebtoken';
class AuthMiddleware { use(req, res, next) {
  const user = verify(req.headers.authorization, key); if (!user) throw new UnauthorizedException(); next(); } }
@Module({}) export class M { configure(consumer) {
  consumer.apply(AuthMiddleware).exclude({ path: 'a/open', method: RequestMethod.GET })
    .forRoutes(A, 'c/*path', { path: 'd', method: RequestMethod.POST });
} }"""
    found = routes(
        "@Controller('a') export class A { @Get('x') x() {} @Get('open') open() {} }\n"
        "@Controller() class B { @Get('b') b() {} @Get('c/y') c() {} @Post('d') d() {} @Get('d') e() {} }",
        m="import { RequestMethod } from '@nestjs/common';\n" + module,
    )
    guarded = {key for key, one in found.items() if one.is_authenticated}
    assert guarded == {"GET /a/x", "GET /c/y", "POST /d"}
    assert found["POST /d"].auth_by == "AuthMiddleware"


def test_middleware_of_the_application_for_some_paths(routes: Routes) -> None:
    setup = "app.use(['/admin', '/ops'], basicAuth({})); app.use(helmet());"
    files = MAIN.replace("async", "import basicAuth from 'express-basic-auth';\nasync") % setup
    found = routes("@Controller() class A { @Get('admin/x') x() {} @Get('y') y() {} }", main=files)
    assert [one.is_authenticated for one in found.values()] == [True, False]


def test_what_is_applied(bench: Bench) -> None:
    setup = (
        "await app.register(rateLimit, { max: 9 }); app.use(helmet()); app.useGlobalFilters(new AllFilter()); app.useGlobalInterceptors(new Log());"
        " app.enableCors({ origin: 'x' });"
    )
    files = {
        "src/main.ts": "import helmet from 'helmet';\n" + MAIN % setup,
        "src/app.module.ts": MODULE,
        "src/a.ts": COMMON
        + "@UseFilters(F) @Controller('a') class A { @Get() a() {} }\n"
        + "@Module({ providers: [{ provide: APP_FILTER, useClass: F }] }) class M {}\n@Catch() class F { catch(e, host) {} }",
    }
    db = bench(files).db
    assert [(one.role, one.scope) for one in applied(db, ".")] == [
        ("filter", "global"),
        ("plugin", "global"),
        ("middleware", "global"),
        ("filter", "global"),
        ("interceptor", "global"),
        ("cors", "global"),
        ("filter", "router"),
    ]
    assert [(one.place.path, len(one.arguments)) for one in nest_cors(db, ".")] == [("src/main.ts", 1)]


def test_settings_hold_for_the_application_that_reaches_the_controller(bench: Bench) -> None:
    def main(name: str, setup: str) -> str:
        return (MAIN % setup).replace("./app.module", f"./{name}.module").replace("./guards", "../../shared")

    def module(name: str) -> str:
        return COMMON + f"import {{ C }} from './{name}.controller';\n@Module({{ controllers: [C] }}) export class AppModule {{}}"

    controller = COMMON + "@Controller('%s') export class C { @Get() a() {} }"
    files = {
        "apps/one/main.ts": main("one", "app.setGlobalPrefix('one');"),
        "apps/one/one.module.ts": module("one"),
        "apps/one/one.controller.ts": controller % "x",
        "apps/two/main.ts": main("two", ""),
        "apps/two/two.module.ts": module("two"),
        "apps/two/two.controller.ts": controller % "y",
    }
    assert [one.path for one in endpoints(bench(files).db, ".")] == ["/one/x", "/y"]


@pytest.mark.parametrize(
    ("body", "unguarded", "marked"),
    [
        (
            "if (this.open(c)) return true;\nreturn super.canActivate(c); } open(c) { return this.reflector.get(IS_PUBLIC, c); ",
            1,
            1,
        ),
        ("const p = this.reflector.get(IS_PUBLIC, c); return p || super.canActivate(c);", 1, 1),
        ("const p = this.reflector.get(IS_PUBLIC, c); return p ? true : super.canActivate(c);", 1, 1),
        ("const p = this.reflector.get(IS_PUBLIC, c);\nif (!p) {\n return super.canActivate(c);\n}\nreturn true;", 1, 1),
        ("if (this.reflector.get(IS_PUBLIC, c)) return true;\nreturn super.canActivate(c);", 1, 1),
        ("this.reflector.get('other', c); return super.canActivate(c);", 0, 0),
    ],
)
def test_ways_to_let_public_routes_pass(routes: Routes, body: str, unguarded: int, marked: int) -> None:
    guard = (
        "import { IS_PUBLIC } from './guards';\n"
        "class Own extends AuthGuard('jwt') { constructor(private reflector: Reflector) { super(); }\n"
        f" canActivate(c) {{ {body} }} }}\n"
        "@Module({ providers: [{ provide: APP_GUARD, useClass: Own }] }) export class M {}"
    )
    found = routes("@Controller('a') class A { @Get('x') x() {} @Public() @Get('y') y() {} }", m=guard)
    assert found["GET /a/x"].auth_by == "Own"
    assert (int(not found["GET /a/y"].is_authenticated), int(found["GET /a/y"].is_public)) == (unguarded, marked)


def test_a_public_decorator_made_by_the_reflector(routes: Routes) -> None:
    guard = """
export const Open = Reflector.createDecorator<boolean>();
class Own extends AuthGuard('jwt') { constructor(private reflector: Reflector) { super(); }
  canActivate(c) {
    const open = this.reflector.get(Open, c.getHandler());
    if (open) return true;
    return super.canActivate(c);
  } }
@Module({ providers: [{ provide: APP_GUARD, useClass: Own }] }) export class M {}"""
    found = routes(
        "import { Open } from './m';\n@Controller('a') class A { @Get('x') x() {} @Open(true) @Get('y') y() {} }", m=guard
    )
    assert [(one.is_authenticated, one.is_public) for one in found.values()] == [(True, False), (False, True)]


def test_a_guard_may_leave_the_check_to_another_and_be_made_by_a_function(routes: Routes) -> None:
    found = routes(
        "import { mixin } from '@nestjs/common';\n"
        "class Front { constructor(private readonly jwt: JwtAuthGuard) {} canActivate(c) { return this.jwt.canActivate(c); } }\n"
        "const WithRole = (role) => { class Mixed extends JwtAuthGuard {} return mixin(Mixed); };\n"
        "@Controller('a') class A { @UseGuards(Front) @Get('x') x() {} @UseGuards(WithRole('a')) @Get('y') y() {} }"
    )
    assert [one.auth_by for one in found.values()] == ["Front", "Mixed"]


def test_a_prefix_of_the_configuration(routes: Routes) -> None:
    config = (
        "import { registerAs, ConfigModule } from '@nestjs/config';\n"
        "export const app = registerAs('app', () => ({ prefix: process.env.PREFIX || 'api' }));"
    )
    setup = "app.setGlobalPrefix(app.get(ConfigService).get('app.prefix'));"
    assert list(routes("@Controller('a') class A { @Get() a() {} }", setup, config=config)) == ["GET /api/a"]
    assert list(routes("@Controller('a') class A { @Get() a() {} }", setup)) == ["GET /{?}/a"]


def test_what_leads_back_to_itself_ends(routes: Routes) -> None:
    many = ", ".join(["Again()"] * 40)
    found = routes(
        f"const Again = () => applyDecorators({many});\nconst list = [...list, ...list, UseGuards(JwtAuthGuard)];\n"
        "const tree = { path: 'x', children: [tree, tree] };\nRouterModule.register([tree]);\n"
        "class B extends A2 {}\nclass A2 extends B { @Get('q') q() {} }\n"
        "class Dto extends PartialType(Dto) {}\n"
        "@Again() @Controller('a') class A extends A { @Again() @Get() a(@Body() dto: Dto) {} }\n"
        "@Controller('b') class C extends A2 { @UseGuards(...list) @Get() c() {} }"
    )
    assert sorted(found) == ["GET /a", "GET /b", "GET /b/q"]


@pytest.mark.parametrize(
    ("setup", "origin"),
    [
        ("app.enableCors();", "any"),
        ("app.enableCors({ origin: 'https://shop.example' });", "named"),
        ("app.enableCors({ origin: true });", "any"),
        ("app.enableCors({ origin: app.get(ConfigService).get('http.origin') });", "named"),
        ("await NestFactory.create(AppModule, { cors: true });", "any"),
        ("await NestFactory.create(AppModule, { cors: { origin: ['https://shop.example'] } });", "named"),
        ("await NestFactory.create(AppModule, { cors: false });", None),
        ("", None),
    ],
)
def test_cors(bench: Bench, setup: str, origin: str | None) -> None:
    config = (
        "import { registerAs } from '@nestjs/config';\n"
        "export default registerAs('http', () => ({ origin: ['https://shop.example'] }));"
    )
    db = bench({"src/main.ts": MAIN % setup, "src/app.module.ts": MODULE, "src/http.config.ts": config}).db
    assert [one.origin for one in cors_policies(db, ".")] == ([origin] if origin else [])


@pytest.mark.parametrize(
    ("body", "logs"),
    [
        (
            "const request = c.switchToHttp().getRequest(); const { method, url } = request; const start = Date.now();\n"
            " return next.handle().pipe(tap(() => this.logger.log(`${method} ${url}`)));",
            True,
        ),
        ("const req = c.switchToHttp().getRequest(); return next.handle().pipe(tap(() => Logger.log(`${req.method}`)));", True),
        ("return next.handle().pipe(tap(() => this.logger.log('done')));", False),
        ("const req = c.switchToHttp().getRequest(); this.metrics.count(req.method); return next.handle();", False),
    ],
)
def test_an_interceptor_that_logs_requests(bench: Bench, body: str, logs: bool) -> None:
    interceptor = f"class Log {{ intercept(c, next) {{ {body} }} }}"
    files = {"src/main.ts": interceptor + MAIN % "app.useGlobalInterceptors(new Log());", "src/app.module.ts": MODULE}
    db = bench(files).db
    assert [one.concern for one in cross_cutting(db, ".")] == (["logging"] if logs else [])


def test_guards_and_pipes_are_concerns_of_the_whole(bench: Bench) -> None:
    files = {
        "src/main.ts": MAIN % "app.useGlobalPipes(new ValidationPipe());",
        "src/app.module.ts": MODULE,
        "src/guards.ts": GUARDS,
        "src/a.ts": COMMON + "import { StrictGuard } from './guards';\n@UseGuards(StrictGuard) @Controller() class A {}",
    }
    assert {one.concern for one in cross_cutting(bench(files).db, ".")} == {"auth", "validation"}


def test_providers_and_controllers_of_a_dynamic_module(routes: Routes) -> None:
    module = (
        "import { JwtAuthGuard } from './guards';\nimport { A } from './users.controller';\n"
        "@Module({}) export class M { static forRoot() { return { module: M, controllers: [A],"
        " providers: [{ provide: APP_GUARD, useFactory: () => new JwtAuthGuard() }] }; } }\n"
        "RouterModule.register([{ path: 'm', module: M }]);"
    )
    found = routes("@Controller('a') export class A { @Get() a() {} }", m=module)
    assert {key: one.auth_by for key, one in found.items()} == {"GET /m/a": "JwtAuthGuard"}
