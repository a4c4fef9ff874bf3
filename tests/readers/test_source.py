from __future__ import annotations

import random
import time

import msgspec
import pytest

from healthtui.facts.base import Unreadable
from healthtui.facts.source import (
    Arithmetic,
    Array,
    CallRef,
    Choice,
    ClassRef,
    Expression,
    FunctionRef,
    Literal,
    Member,
    Module,
    Name,
    Object,
    Other,
    Outline,
    Require,
    Spread,
    Template,
)
from healthtui.readers.base import ReadError
from healthtui.readers.source import SOURCE
from healthtui.readers.source.expressions import CONVERSIONS
from healthtui.readers.source.grammar import CHAIN, DESCEND, KEEP, KEEP_LEAF, SKIP, grammar
from healthtui.readers.source.leaves import LEAVES
from healthtui.readers.source.module import HANDLERS


def read(text: str, name: str = "a.ts") -> Module:
    _, module, *_ = SOURCE.read(name, text.encode())
    assert isinstance(module, Module)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(module), type=Module) == module
    return module


def outline(text: str, name: str = "a.ts") -> Outline:
    found, *_ = SOURCE.read(name, text.encode())
    assert isinstance(found, Outline)
    return found


def value(text: str) -> Expression:
    return read(f"const it = {text};").bindings[0].value


def chains(text: str) -> list[str]:
    return [one.chain for one in read(text).reads]


def name_of(expression: Expression) -> str:
    """The dotted name."""
    if isinstance(expression, Member):
        return f"{name_of(expression.of)}.{expression.name}"
    assert isinstance(expression, Name)
    return expression.id


SAMPLE = """import express, { Router as R } from 'express';
const router = R();
/** Users. */
@Controller('users')
export class Users extends Base implements OnInit {
  constructor(private readonly users: UsersService) { super(); }
  @Get(':id') async one(@Param('id') id: string): Promise<User> {
    for (const part of id.split('-')) await this.users.touch(part);
    return this.users.find({ where: { id }, text: `a ${id} b` });
  }
}
router.get('/x', async (req, res, next) => { const { a, b: [c] } = req.body; res.json(a ?? c + 'ü\\u{1F600}'); });
module.exports = router;
"""


@pytest.mark.parametrize(
    ("path", "claimed"),
    [
        ("src/a.ts", True),
        ("a.tsx", True),
        ("a.mjs", True),
        ("a.cjs", True),
        ("a.d.ts", False),
        ("public/jquery.min.js", False),
        ("node_modules/x/index.js", False),
        ("packages/a/node_modules/x/index.js", False),
        ("a.json", False),
    ],
)
def test_claims_what_people_write(path: str, claimed: bool) -> None:
    assert SOURCE.claims(path) is claimed


@pytest.mark.parametrize("name", ["javascript", "typescript", "tsx"])
def test_every_kind_that_is_relied_on_is_known_to_the_grammar(name: str) -> None:
    assert set(grammar(name).actions) == {DESCEND, KEEP, KEEP_LEAF, CHAIN, SKIP}  # it raises on an unknown kind


def test_every_kind_that_is_handled_is_known_to_a_grammar() -> None:
    known = set[str]().union(*(grammar(name).kinds.values() for name in ("javascript", "typescript", "tsx")))
    assert HANDLERS.keys() | CONVERSIONS.keys() | LEAVES.keys() <= known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", Name("a")),
        ("this", Name("this")),
        ("undefined", Name("undefined")),
        ("a.b['c']?.d", Member(Member(Member(Name("a"), "b"), "c"), "d")),
        ("a!.b", Member(Name("a"), "b")),
        ("a\n  .b /* x */\n  .c", Member(Member(Name("a"), "b"), "c")),
        ("import.meta.url", Member(Member(Name("import"), "meta"), "url")),
        ("'a\\n\\x41\\u0042\\u{43}\\''", Literal("a\nABC'")),
        ("'\\ud83d\\ude00'", Literal("😀")),
        ("'\\ud83d'", Literal("\ufffd")),
        ("/a.b/gi", Literal("a.b")),
        ("null", Literal(None)),
        ("true", Literal(True)),
        ("0x10", Literal(16.0)),
        ("1_000", Literal(1000.0)),
        ("15 * 60 * 1000", Literal(900000.0)),
        ("(2 + 4) / 3 - 1", Literal(1.0)),
        ("-1", Literal(-1.0)),
        ("1 / 0", Other("binary_expression")),
        ("a + b", Template((Name("a"), Name("b")))),
        ("a + 1", Arithmetic("+", (Name("a"), Literal(1.0)))),
        ("Date.now() / 1000 + 60 * 60", Arithmetic("+", (Arithmetic("/", (CallRef(0), Literal(1000.0))), Literal(3600.0)))),
        ("+a", Arithmetic("+", (Name("a"),))),
        ("-a", Other("unary_expression")),
        ("'a' + 'b'", Literal("ab")),
        ("a + 'b' + c", Template((Name("a"), Literal("b"), Name("c")))),
        ("`a${b}` + c", Template((Literal("a"), Name("b"), Name("c")))),
        ("`plain`", Literal("plain")),
        ("``", Literal("")),
        ("sql.raw`a ${b}`", Template((Literal("a "), Name("b")), "sql.raw")),
        ("[1, ...a]", Array((Literal(1.0), Spread(Name("a"))))),
        ("a || b ?? c", Choice((Name("a"), Name("b"), Name("c")))),
        ("a ? b : c ? d : e", Choice((Name("b"), Name("d"), Name("e")), "a")),
        ("a === 'b' && c", Choice((Other("binary_expression"), Name("c")), "a === 'b'")),
        ("a || (b ? c : d)", Choice((Name("a"), Name("c"), Name("d")), "b")),
        ("require('x')", Require("x")),
        ("await import('x')", Require("x")),
        ("require('x').y", Member(Require("x"), "y")),
        ("((a as B) satisfies C)!", Name("a")),
        ("<T>a", Name("a")),
        ("f(1).b", Member(CallRef(0), "b")),
        ("new F", CallRef(0)),
        ("class {}", ClassRef(0)),
        ("x => x", FunctionRef(0)),
        (
            "{ a, 'b': 1, [c]: 2, ...d, e() {}, 3: 4 }",
            Object(
                (
                    ("a", Name("a")),
                    ("b", Literal(1.0)),
                    ("[]", Literal(2.0)),
                    ("...", Name("d")),
                    ("e", FunctionRef(0)),
                    ("3", Literal(4.0)),
                )
            ),
        ),
    ],
)
def test_expressions(text: str, expected: object) -> None:
    assert value(text) == expected


def test_imports() -> None:
    module = read(
        "import d, { a as b, type C } from 'm';\nimport * as ns from 'n';\nimport 'eff';\nimport type { T } from 't';\n"
        "import x = require('y');\n"
    )
    assert [(i.local, i.module, i.name, i.type_only, i.line) for i in module.imports] == [
        ("d", "m", "default", False, 1),
        ("b", "m", "a", False, 1),
        ("C", "m", "C", True, 1),
        ("ns", "n", "*", False, 2),
        ("", "eff", "", False, 3),
        ("T", "t", "T", True, 4),
        ("x", "y", "*", False, 5),
    ]


def test_an_outline_names_every_module_in_order() -> None:
    text = "import a from 'a';\nconst b = require('b');\nexport * from 'c';\nimport('d');\nimport 'a';\nrequire(name);\n"
    assert outline(text) == Outline(("a", "b", "c", "d"), 6)


def test_a_require_is_no_call() -> None:
    assert [call.callee for call in read("require('x'); require('y')(z); require(z);").calls] == [
        Require("y"),
        Name("require"),
    ]


@pytest.mark.parametrize(
    ("text", "exports"),
    [
        ("export const a = 1, { b } = c;", [("a", Name("a"), ""), ("b", Name("b"), "")]),
        ("export function f() {}", [("f", FunctionRef(0), "")]),
        ("export class C {}", [("C", ClassRef(0), "")]),
        ("export abstract class C {}", [("C", ClassRef(0), "")]),
        ("export enum E { A = 1 }", [("E", Name("E"), "")]),
        ("export default x;", [("default", Name("x"), "")]),
        ("export default class {}", [("default", ClassRef(0), "")]),
        ("export default async () => 1", [("default", FunctionRef(0), "")]),
        ("export { a as b, c }", [("b", Name("a"), ""), ("c", Name("c"), "")]),
        ("export { default as b } from 'm'", [("b", Name("default"), "m")]),
        ("export * from 'm'", [("*", Name("*"), "m")]),
        ("export * as ns from 'm'", [("ns", Name("*"), "m")]),
    ],
)
def test_exports(text: str, exports: object) -> None:
    assert [(e.name, e.value, e.module) for e in read(text).exports] == exports


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("module.exports = { a, b };", "default", Object((("a", Name("a")), ("b", Name("b"))))),
        ("exports.a = b;", "a", Name("b")),
        ("module.exports.a = b;", "a", Name("b")),
        ("exports = module.exports = b;", "default", Name("b")),
        ("export = b;", "default", Name("b")),
    ],
)
def test_commonjs_exports(text: str, name: str, expected: object) -> None:
    (export,) = read(text).exports
    assert (export.name, export.value, export.commonjs) == (name, expected, True)


def test_destructured_bindings_take_members() -> None:
    module = read("const { a, b: c, d: { e }, ...rest } = require('x'); let [f, , g = 1] = h;")
    x = Require("x")
    assert [(b.name, b.value, b.constant) for b in module.bindings] == [
        ("a", Member(x, "a"), True),
        ("c", Member(x, "b"), True),
        ("e", Member(Member(x, "d"), "e"), True),
        ("rest", x, True),
        ("f", Member(Name("h"), "0"), False),
        ("g", Choice((Member(Name("h"), "2"), Literal(1.0))), False),
    ]


def test_destructured_parameters_know_defaults() -> None:
    (function,) = read("const f = ({ page = 1, size: n = 10, q }) => page;").functions
    assert function.parameters[0].keys == ("page", "size", "q")
    assert function.parameters[0].key_defaults == (("page", Literal(1.0)), ("n", Literal(10.0)))


def test_bindings_know_type_function_and_enum() -> None:
    module = read("const a: Map<string, T> = b; function f() { var c; } const g = () => { let h }, i = 1; enum E { A = 'a' }")
    assert [(b.name, b.type, b.function, b.constant) for b in module.bindings] == [
        ("a", "Map<string, T>", -1, True),
        ("c", "", 0, False),
        ("g", "", -1, True),
        ("h", "", 1, False),
        ("i", "", -1, True),
        ("E", "", -1, True),
    ]
    assert module.bindings[-1].value == Object((("A", Literal("a")),))


def test_functions_take_the_name_that_holds_them() -> None:
    module = read(
        "exports.login = async (req, res) => {}; const a = () => 1; const o = { b: function () {}, c() {} };"
        "function d() {} const e = catchAsync(async () => {}); class F { g = () => 1; h() {} } list.map(() => 1);"
    )
    assert [f.name for f in module.functions] == ["login", "a", "b", "c", "d", "e", "g", "h", ""]
    assert [f.is_async for f in module.functions] == [True, False, False, False, False, True, False, False, False]
    assert [f.owner for f in module.functions] == [-1, -1, -1, -1, -1, -1, 0, 0, -1]
    assert module.functions[5].passed_to == 0


def test_parameters() -> None:
    module = read("function f(a, { b, c: d = 1 }: T = {}, ...e: X[]) {} const g = h => h;", "a.ts")
    first = module.functions[0].parameters
    assert [(p.name, p.type, p.keys) for p in first] == [("a", "", ()), ("", "T", ("b", "c")), ("e", "X[]", ())]
    assert first[1].default == Object(())
    assert [p.name for p in module.functions[1].parameters] == ["h"]


def test_javascript_parameters() -> None:
    module = read("function f(a = 1, { b }, [c], ...d) {}", "a.js")
    assert [(p.name, p.keys, p.default) for p in module.functions[0].parameters] == [
        ("a", (), Literal(1.0)),
        ("", ("b",), None),
        ("", (), None),
        ("d", (), None),
    ]


def test_returns_and_parents() -> None:
    module = read("const f = () => { return g(() => ({ a: 1 })); }")
    outer, inner = module.functions
    assert (outer.returns, inner.returns) == ((CallRef(0),), (Object((("a", Literal(1.0)),)),))
    assert (outer.parent, inner.parent, inner.passed_to) == (-1, 0, 0)
    assert module.calls[0].is_returned


def test_classes_with_decorators() -> None:
    module = read(
        "@Controller('u') @Public export class U extends Base(X) implements D, E<F> {\n"
        "  @Inject() private static p: string = 'x';\n"
        "  constructor(private readonly users: Users, @Inject('y') y) { super(); }\n"
        "  @Get(':id') async get(@Param('id') id: string): Promise<void> {}\n"
        "  get size() { return 1 }\n  set size(v) {}\n}"
    )
    (found,) = module.classes
    calls = [call.callee for call in module.calls]
    assert found.decorators == (CallRef(calls.index(Name("Controller"))), Name("Public"))
    assert found.extends == CallRef(calls.index(Name("Base")))
    assert found.implements == ("D", "E<F>")
    assert [(m.name, m.kind, m.type, m.is_static) for m in found.members] == [
        ("p", "property", "string", True),
        ("constructor", "constructor", "", False),
        ("get", "method", "Promise<void>", False),
        ("size", "getter", "", False),
        ("size", "setter", "", False),
    ]
    assert found.members[0].value == Literal("x")
    assert found.members[2].decorators == (CallRef(calls.index(Name("Get"))),)
    constructor = module.functions[found.members[1].function]
    assert [(p.name, p.type) for p in constructor.parameters] == [("users", "Users"), ("y", "")]
    decorators = [call for call in module.calls if call.in_decorator]
    assert [name_of(call.callee) for call in decorators] == ["Controller", "Inject", "Inject", "Get", "Param"]
    assert {(call.owner, call.function) for call in decorators} == {(0, -1)}


def test_javascript_classes() -> None:
    (found,) = read("const A = class extends B { x = 1; static async m() {} #q() {} }", "a.js").classes
    assert (found.name, found.extends) == ("A", Name("B"))
    assert [(m.name, m.kind, m.is_static) for m in found.members] == [
        ("x", "property", False),
        ("m", "method", True),
        ("#q", "method", False),
    ]


def test_how_a_call_is_used() -> None:
    module = read(
        "async function f() { a(); await b(); const x = c(); return await d(); }\n"
        "async function g() { await h<T>(x); new K(); void l(); for await (const x of m()) {} }"
    )
    used = {
        name_of(call.callee): (call.is_awaited, call.is_returned, call.is_statement, call.is_new, call.type_arguments)
        for call in module.calls
    }
    assert used == {
        "a": (False, False, True, False, ()),
        "b": (True, False, True, False, ()),
        "c": (False, False, False, False, ()),
        "d": (True, True, False, False, ()),
        "h": (True, False, True, False, ("T",)),
        "K": (False, False, True, True, ()),
        "l": (False, False, False, False, ()),
        "m": (True, False, False, False, ()),
    }


def test_a_loop_holds_only_what_its_body_calls_in_the_same_function() -> None:
    module = read(
        "for (const x of a()) { b(); list.map(() => c()); } while (d()) e();"
        "function f() { for (;;) { do { g(); } while (1); } h(); }"
    )
    in_loop = {name_of(call.callee): call.in_loop for call in module.calls}
    assert in_loop == {"a": False, "b": True, "list.map": True, "c": False, "d": False, "e": True, "g": True, "h": False}


def test_a_tagged_template_is_a_call_of_its_tag_as_well() -> None:
    (call,) = read("await db.$queryRaw`select ${a}`;").calls
    assert call.callee == Member(Name("db"), "$queryRaw")
    assert call.arguments == (Template((Literal("select "), Name("a")), "db.$queryRaw"),)
    assert call.is_awaited


def test_calls_inside_markup_count() -> None:
    assert [call.callee for call in read("const x = <A b={f()}>t {g()}</A>;", "a.tsx").calls] == [Name("f"), Name("g")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("x(req.body.email)", ["req.body.email"]),
        ("req.body.items.map(f)", ["req.body.items"]),
        ("req.get('x')", []),
        ("const { email, ...rest } = req.body", ["req.body.email", "req.body"]),
        ("const { body } = req", ["req.body"]),
        ("const { body: { a } } = req", ["req.body.a"]),
        ("x(req?.headers['x-id'])", ["req.headers.x-id"]),
        ("x((req as any).user.id)", ["req.user.id"]),
        ("x(req\n.body\n.a)", ["req.body.a"]),
        ("x(req.params[key.a])", ["req.params"]),
        ("x(process.env.PORT, this.users, other.a)", ["process.env.PORT", "this.users"]),
        ("req.user = other.b", []),
        ("each(() => req.query.q)", ["req.query.q"]),
        ("x(f(req.a).b.c)", ["req.a"]),
    ],
)
def test_reads(body: str, expected: object) -> None:
    assert chains(f"function handler(req, res) {{ {body}; }} x(req.outside);") == expected


def test_assignments_throws_and_branches() -> None:
    module = read("function f() {\n  if (!a.b) {\n    throw new E('x');\n  } else if (c) d;\n  g.h['i'] = 1;\n  j[k] ||= 2;\n}")
    assert [(a.target, a.value, a.function) for a in module.assignments] == [
        ("g.h.i", Literal(1.0), 0),
        ("j.[]", Literal(2.0), 0),
    ]
    assert [(t.value, t.function, t.line) for t in module.throws] == [(CallRef(0), 0, 3)]
    assert [(b.test, b.function, b.line, b.end_line) for b in module.branches] == [("!a.b", 0, 2, 4), ("c", 0, 4, 4)]


def test_types() -> None:
    module = read("interface A { b: string } export type C = D; const enum E { F }")
    assert [(t.name, t.kind) for t in module.types] == [("A", "interface"), ("C", "type"), ("E", "enum")]


def test_columns_count_characters() -> None:
    (call,) = read("const ü = 'ää'; f();").calls
    assert (call.line, call.column) == (1, 17)


def test_what_cannot_be_parsed_is_told_and_the_rest_is_read() -> None:
    _, module, *mistakes = SOURCE.read("a.js", b"f();\nconst = ;\ng();\n")
    assert [one.line for one in mistakes if isinstance(one, Unreadable)] == [2]
    assert isinstance(module, Module)
    assert [call.callee for call in module.calls] == [Name("f"), Name("g")]


def test_flow_typed_javascript_is_read_as_typescript() -> None:
    module = read("const f = (a: string): Promise<void> => g(a);", "a.js")
    assert module.functions[0].parameters[0].type == "string"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks(encoding: str) -> None:
    _, module = SOURCE.read("a.ts", "const ü = f();\r\n".encode(encoding))
    assert isinstance(module, Module)
    assert [one.name for one in module.bindings] == ["ü"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x7fELF\0\0", "binary file"),
        (b"// @generated by x\nf();", "generated file"),
        (b"f();" * 250_000, "minified file"),
        (b"/*" + b" \n" * 600 + b"*/" + b"x" * 4_000_000, "minified file"),
    ],
)
def test_files_that_are_not_written_by_hand_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason):
        SOURCE.read("a.js", data)


def test_an_import_from_a_folder_of_generated_files_is_written_by_hand() -> None:
    outline, _ = SOURCE.read("a.ts", b"import { A } from '@generated/client';\nf();")
    assert isinstance(outline, Outline)
    assert outline.modules == ("@generated/client",)


def read_in_time(name: str, data: bytes) -> None:
    start = time.thread_time()
    try:
        facts = SOURCE.read(name, data)
        assert msgspec.msgpack.encode(facts)
    except ReadError as error:
        assert error.reason
    assert time.thread_time() - start < 5  # against hangs: the goal is a second, and machines differ


@pytest.mark.parametrize("name", ["a.ts", "a.tsx", "a.js"])
def test_truncated_files(name: str) -> None:
    data = SAMPLE.encode()
    for end in range(0, len(data), 7):
        read_in_time(name, data[:end])


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n",
        b"\xff\xfe",
        b"\xff\xfe\x00",
        b"\xef\xbb\xbf",
        b"(\n" * 100_000,
        b"(\n" * 100_000 + b"1" + b")\n" * 100_000,
        b"[\n" * 100_000,
        b"x = " + b"[\n" * 100_000 + b"]\n" * 100_000,
        b"f(\n" * 100_000 + b")\n" * 100_000,
        b"await \n" * 20_000 + b"x",
        b"f()\n" + b".a\n" * 100_000,
        b"x = f()\n" + b".a()\n" * 20_000,
        b"x = a\n" + b"+ 'b'\n" * 20_000,
        b"x = a\n" + b"? b :\n a" * 20_000,
        b"x = " + b"a = \n" * 20_000 + b"1",
        b"x = " + b"(a)=>\n" * 20_000 + b"1",
        b"const " + b"{a:\n" * 20_000 + b"b" + b"}\n" * 20_000 + b" = c",
        b"const " + b"[\n" * 20_000 + b"b" + b"]\n" * 20_000 + b" = c",
        b"if (a) b; else \n" * 20_000 + b"c",
        b"@a\n" * 20_000 + b"export class A {}",
        b"class A { b = \n" * 20_000,
        b"a<b<c<\n" * 20_000,
        b"f`${\n" * 20_000,
        b"x = " + b"`${\n" * 20_000,
        b"x = " + b"-\n" * 100_000 + b"1",
        b"x = 1e999; y = 0x" + b"f" * 4000 + b"; z = 1e308 * 10; '\\u{ffffffff}'",
        random.Random(1).randbytes(60_000),
        bytes(byte or 1 for byte in random.Random(2).randbytes(60_000)),
    ],
    ids=range(29),
)
def test_hostile_files_end_within_a_second(data: bytes) -> None:
    read_in_time("a.ts", data)
    read_in_time("a.js", data)
