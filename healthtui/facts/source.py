"""What a source file says, as names, values and calls: the one read fact of TypeScript and JavaScript.

Adapters in `healthtui.derive` give it meaning; no other layer sees syntax. Lines and columns count from 1.
Calls, functions and classes are stored once, in source order, and referred to by their index.
"""

from __future__ import annotations

import msgspec

from healthtui.facts.base import Fact

ELEMENT = "[of]"  # the name of the member that stands for any one element


class _Expression(msgspec.Struct, frozen=True, gc=False, array_like=True, tag=True):
    pass


class Name(_Expression, frozen=True):
    """An identifier; `this`, `super` and `undefined` are names too."""

    id: str


class Member(_Expression, frozen=True):
    """`of.name`, also `of['name']` and `of?.name`."""

    of: Expression
    name: str


class Item(_Expression, frozen=True):
    """`of[key]` with a computed key."""

    of: Expression
    key: Expression


class Literal(_Expression, frozen=True):
    """A constant string, number, boolean or null; a regular expression is the string of its source."""

    value: str | float | bool | None


class Template(_Expression, frozen=True):
    """Text built from parts: a template literal or a `+` chain with text in it."""

    parts: tuple[Expression, ...]
    tag: str = ""  # the dotted tag of a tagged template


class Object(_Expression, frozen=True):
    """An object literal (or an enum): keys in order; a spread has the key `...`, a computed key is `[]`."""

    entries: tuple[tuple[str, Expression], ...]


class Array(_Expression, frozen=True):
    items: tuple[Expression, ...]


class Spread(_Expression, frozen=True):
    of: Expression


class Choice(_Expression, frozen=True):
    """One of several values: `a || b`, `a ?? b`, `a && b`, `c ? a : b`. `test` is the condition of the latter, and what
    is compared before an `&&`, as written, at most 160 characters."""

    options: tuple[Expression, ...]
    test: str = ""


class Arithmetic(_Expression, frozen=True):
    """`a + 1`, `a * b`, `+a`: what is not constant; a sum of names alone is a `Template`."""

    sign: str
    operands: tuple[Expression, ...]


class Require(_Expression, frozen=True):
    """`require('module')` or `import('module')`."""

    module: str


class CallRef(_Expression, frozen=True):
    index: int


class FunctionRef(_Expression, frozen=True):
    index: int


class ClassRef(_Expression, frozen=True):
    index: int


class Other(_Expression, frozen=True):
    """A form that is not kept; `kind` is the grammar's name for it."""

    kind: str


Expression = (
    Name | Member | Item | Literal | Template | Object | Array | Spread | Choice | Arithmetic | Require | CallRef
    | FunctionRef | ClassRef | Other
)  # fmt: skip


class _Part(msgspec.Struct, frozen=True, gc=False, array_like=True):
    pass


class Import(_Part, frozen=True):
    """One imported name; `name` is `default`, `*`, or "" for an import for its effects alone. Re-exports are not here."""

    local: str
    module: str
    name: str
    type_only: bool
    line: int


class Export(_Part, frozen=True):
    """One exported name. `module` is set for a re-export (`export {a as b} from`, `export * from`: name and value `*`).

    `module.exports = v` exports `default`, and is marked `commonjs`; `exports.a = v` exports `a`.
    """

    name: str
    value: Expression
    module: str
    line: int
    commonjs: bool = False


class Binding(_Part, frozen=True):
    """`const name: type = value`; a destructured name has the `Member` that it takes as its value, or a `Choice` of that
    and its default; the variable of a `for (… of list)` has the `Member` `ELEMENT` of the list."""

    name: str
    value: Expression
    type: str
    function: int  # the function that it is local to; -1 at the top of the file
    line: int
    constant: bool


class Parameter(_Part, frozen=True):
    name: str  # "" when destructured
    type: str
    keys: tuple[str, ...]  # the names that a destructuring pattern takes
    decorators: tuple[Expression, ...]
    default: Expression | None
    key_defaults: tuple[tuple[str, Expression], ...] = ()  # of the names that a destructuring pattern binds
    locals: tuple[tuple[str, str], ...] = ()  # of a pattern: a local name, and the key or index under which it is taken


class Function(_Part, frozen=True):
    name: str  # its own name, the variable, the property or the method that holds it; or ""
    line: int
    column: int
    end_line: int
    parameters: tuple[Parameter, ...]
    returns: tuple[Expression, ...]  # an arrow's value is one
    parent: int  # the enclosing function; -1 at the top
    owner: int  # the class whose member it is; -1 if none
    passed_to: int  # the call that it is an argument of; -1 if none
    is_async: bool


class Call(_Part, frozen=True):
    callee: Expression
    arguments: tuple[Expression, ...]
    line: int
    column: int
    function: int  # the function that makes it; -1 at the top of the file or in a class body
    owner: int  # the class whose body (outside functions), decorators included, makes it; -1 if none
    is_new: bool
    is_awaited: bool
    is_returned: bool
    in_loop: bool  # inside a loop statement of the same function
    is_statement: bool  # its value is dropped
    in_decorator: bool
    type_arguments: tuple[str, ...] = ()


class Read(_Part, frozen=True):
    """A dotted chain that is read, from a name that is a parameter in reach, `this` or `process`: `req.body.email`.

    A chain that is called is not here (the call is); of `const {a} = req.body` the chain is `req.body.a`.
    """

    chain: str
    function: int
    line: int
    column: int


class Assignment(_Part, frozen=True):
    target: str  # dotted
    value: Expression
    function: int
    line: int
    column: int


class Throw(_Part, frozen=True):
    value: Expression
    function: int
    line: int
    column: int


class Branch(_Part, frozen=True):
    """An `if`, or a case of `switch (true)`, from its line to the last line of its first branch; `test` is its condition as
    written, at most 160 characters."""

    test: str
    function: int
    line: int
    end_line: int


class Alternative(_Part, frozen=True):
    """Lines of which only one part runs: `line` to `end_line`, or what stands between that and `until`.

    The branches of an `if` and of a `switch`, a `try` and its `catch`; what stands after a branch that returns or throws,
    where `until` is 0 for the end of the function.
    """

    function: int
    line: int
    end_line: int
    until: int


class ClassMember(_Part, frozen=True):
    name: str
    kind: str  # method, property, constructor, getter, setter
    line: int
    column: int
    function: int  # -1 for a property without a function
    type: str
    value: Expression | None
    decorators: tuple[Expression, ...]
    is_static: bool


class Class(_Part, frozen=True):
    name: str
    line: int
    column: int
    end_line: int
    extends: Expression | None
    implements: tuple[str, ...]
    decorators: tuple[Expression, ...]
    members: tuple[ClassMember, ...]
    function: int  # the function that it is declared in; -1 at the top


class TypeName(_Part, frozen=True):
    """An interface, type alias or enum: a name that is no value (an enum is one, and is a binding as well)."""

    name: str
    kind: str


class Module(Fact, frozen=True):
    imports: tuple[Import, ...]
    exports: tuple[Export, ...]
    bindings: tuple[Binding, ...]
    functions: tuple[Function, ...]
    classes: tuple[Class, ...]
    calls: tuple[Call, ...]
    reads: tuple[Read, ...]
    assignments: tuple[Assignment, ...]
    throws: tuple[Throw, ...]
    branches: tuple[Branch, ...]
    types: tuple[TypeName, ...]
    alternatives: tuple[Alternative, ...] = ()


class Outline(Fact, frozen=True):
    """Which modules a source file names: kept decoded, while a `Module` is decoded on demand."""

    modules: tuple[str, ...]
    lines: int


class Settings(Fact, frozen=True):
    """What a JSON file of settings holds, as an object literal."""

    value: Object


class Scenario(Fact, frozen=True):
    """A scenario of a Gherkin feature: a test case in prose."""

    name: str
    expects_error: bool
    line: int
