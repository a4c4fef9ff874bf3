"""GraphQL: schemas as text, names that are public by nature, and input that is broken or hostile."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import pytest

from healthtui.derive.graphql.model import is_public_operation
from healthtui.derive.graphql.operations import operations
from healthtui.derive.graphql.sdl import written_in
from healthtui.engine.workbench import Workbench

Bench = Callable[[Mapping[str, str]], Workbench]
MANY = 20_000


@pytest.mark.parametrize(
    "name", ["login", "signInUser", "userLogin", "registerWithGoogle", "refreshToken", "resetPassword", "ping"]
)
def test_operations_of_an_account_are_public(name: str) -> None:
    assert is_public_operation(name)


@pytest.mark.parametrize("name", ["user", "updatePassword", "me", "loginHistory", "signatures", "registrations", "deleteUser"])
def test_other_operations_are_not(name: str) -> None:
    assert not is_public_operation(name)


def test_fields_and_directives_of_a_schema(bench: Bench) -> None:
    schema = '''
const a = gql`
  """ type Query { hidden: Int } """
  type Query { posts(first: Int = 10, by: By @old): [Post!]! drafts: [Post] @auth(requires: ADMIN) @cost }
  # type Mutation { off: Int }
  extend type Mutation @auth { publish: Post }
  type Post { title: String @auth }
`;'''
    found = {
        (one.kind, one.name, *sorted(one.directives)) for one in written_in(bench({"src/schema.ts": schema}).db, "src/schema.ts")
    }
    assert found == {("query", "posts"), ("query", "drafts", "auth", "cost"), ("mutation", "publish", "auth")}


@pytest.mark.parametrize("text", ["type Query ", "type Query { a(", "a: b @c(", '"""', "{ a: B ", "\\0"])
def test_a_hostile_schema_is_read_in_time(bench: Bench, text: str) -> None:
    db = bench({"src/schema.ts": f"const schema = `{text * MANY}`;"}).db
    start = time.perf_counter()
    written_in(db, "src/schema.ts")
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize(
    "resolvers",
    [
        "const resolvers = { Query: { ...resolvers.Query } };",
        "const Query = { a: Query }; const resolvers = { Query };",
        "const resolvers = [resolvers, { Query: 1, Mutation: null, Subscription: 'x' }];",
        "const resolvers = { Query: { '': undefined, b: class {}, c: [() => 1] } ",
    ],
)
def test_maps_that_resolve_nothing(bench: Bench, resolvers: str) -> None:
    head = "import { makeExecutableSchema } from '@graphql-tools/schema';\n"
    text = f"{head}{resolvers}\nexport const schema = makeExecutableSchema({{ typeDefs, resolvers }});"
    assert operations(bench({"src/resolvers.ts": text}).db, ".") == ()
