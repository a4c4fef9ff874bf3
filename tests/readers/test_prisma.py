"""Prisma schemas: what is read of them, and what is said of broken ones."""

from __future__ import annotations

import pytest

from healthtui.facts.schema import Column, Key, PrismaSchema
from healthtui.readers.base import ReadError
from healthtui.readers.prisma import PRISMA


def schema_of(text: str) -> PrismaSchema:
    (schema,) = PRISMA.read("schema.prisma", text.encode())
    assert isinstance(schema, PrismaSchema)
    return schema


def test_a_model_has_its_columns_with_their_places_and_its_keys() -> None:
    schema = schema_of(
        'datasource db {\n  provider = "mysql"\n  relationMode = "prisma"\n}\n'
        'model Post { // a comment with @unique\n  id Int @id\n  authorId Int @map("author_id")\n  tags String[] @unique\n'
        "  author User @relation(fields: [authorId], references: [id])\n"
        '  @@index([authorId(sort: Desc), id])\n  @@map("posts")\n}\n'
    )
    (post,) = schema.models
    assert (schema.provider, schema.relation_mode, post.name, post.mapped, post.line) == ("mysql", "prisma", "Post", "posts", 5)
    assert post.columns[1] == Column("authorId", 7, 3, "author_id", "Int")
    assert post.keys == (
        Key("primary", ("id",)),
        Key("unique", ("tags",)),
        Key("index", ("authorId", "id")),
        Key("foreign", ("authorId",)),
    )
    assert post.relations == (("author", ("authorId",)),)


def test_a_block_that_is_not_closed_is_refused_with_its_line() -> None:
    with pytest.raises(ReadError, match="model User is not closed") as refused:
        schema_of("\nmodel User {\n  id Int @id\n")
    assert refused.value.line == 2


@pytest.mark.parametrize("text", ["", "model", "model A {\n}\n" * 20_000, "model A {\n" + "x (" * 50_000 + "\n}", "@" * 100_000])
def test_whatever_the_text_it_is_read_or_refused(text: str) -> None:
    assert isinstance(schema_of(text), PrismaSchema)
