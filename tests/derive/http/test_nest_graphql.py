"""GraphQL operations: who may ask, and which arguments are validated."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from healthtui.derive.graphql.operations import operations
from healthtui.engine.workbench import Workbench
from healthtui.facts.http import Operation

Bench = Callable[[Mapping[str, str]], Workbench]
MAIN = """
import { NestFactory } from '@nestjs/core';
import { ValidationPipe } from '@nestjs/common';
import './resolver';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.useGlobalPipes(new ValidationPipe());
}
"""
HEAD = """
import { Resolver, Query, Mutation, Subscription, ResolveField, Args, Parent, InputType, ArgsType, Field } from '@nestjs/graphql';
import { UseGuards } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import { IsString } from 'class-validator';
class GqlGuard extends AuthGuard('jwt') { getRequest(context) { return context; } }
@InputType() class PostInput { @IsString() @Field() title: string; }
@ArgsType() class PageArgs { @Field() first: number; }
"""


@pytest.fixture
def found(bench: Bench) -> Callable[[str], dict[str, Operation]]:
    """A resolver file to its operations by name."""

    def read(resolver: str) -> dict[str, Operation]:
        files = {"src/main.ts": MAIN, "src/resolver.ts": HEAD + resolver}
        return {one.name: one for one in operations(bench(files).db, ".")}

    return read


Found = Callable[[str], dict[str, Operation]]


def test_kinds_and_names(found: Found) -> None:
    resolver = """
@Resolver(() => Post) class R {
  @Query(() => [Post], { name: 'posts' }) all() {}
  @Mutation('createPost') create() {}
  @Subscription(() => Post) added() {}
  @ResolveField('author', () => User) author(@Parent() post) {}
}
class NoResolver { @Query(() => Post) other() {} }"""
    kinds = {name: one.kind for name, one in found(resolver).items()}
    assert kinds == {"posts": "query", "createPost": "mutation", "added": "subscription"}


def test_guards(found: Found) -> None:
    one = found(
        "@Resolver() class R { @UseGuards(GqlGuard) @Query(() => X) me() {} @Query(() => X) open() {}"
        " @Mutation(() => X) login() {} }"
    )
    assert [(name, op.is_authenticated, op.is_public) for name, op in one.items()] == [
        ("me", True, False),
        ("open", False, False),
        ("login", False, True),
    ]
    above = found(
        "@UseGuards(GqlGuard) @Resolver() class R { @Query(() => X) me() {} }\n@Resolver() class S { @Query(() => X) x() {} }"
    )
    assert [op.is_authenticated for op in above.values()] == [True, False]


@pytest.mark.parametrize(
    ("argument", "reads", "validated"),
    [
        ("@Args('data') data: PostInput", True, True),
        ("@Args() page: PageArgs", True, False),
        ("@Args('id', { type: () => Int }) id: number", True, False),
        ("@Args() page: PageArgs, @Args('data') data: PostInput", True, True),
        ("@Parent() post: PostInput", False, False),
        ("", False, False),
    ],
)
def test_arguments(found: Found, argument: str, reads: bool, validated: bool) -> None:
    one = found(f"@Resolver() class R {{ @Query(() => X) post({argument}) {{}} }}")["post"]
    assert (one.reads_input, one.is_validated) == (reads, validated)
