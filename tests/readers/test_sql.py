"""SQL files: what their statements make of tables, in each dialect."""

from __future__ import annotations

import pytest

from healthtui.facts.schema import Key, SqlChange, SqlSchema
from healthtui.readers.sql import SQL


def changes_of(text: str) -> tuple[SqlChange, ...]:
    return tuple(change for one in SQL.read("001.sql", text.encode()) if isinstance(one, SqlSchema) for change in one.changes)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("CREATE TABLE a (id INT PRIMARY KEY)", [Key("primary", ("id",))]),
        ('create table "x"."a" ("b" int unique references c(d))', [Key("unique", ("b",)), Key("foreign", ("b",))]),
        (
            "CREATE TABLE a (`b` INT, KEY `by_b` (`b`(10) DESC), UNIQUE KEY u (b))",
            [Key("index", ("b",), "by_b"), Key("unique", ("b",), "u")],
        ),
        ("CREATE TABLE a (b INT, c INT, CONSTRAINT k FOREIGN KEY (b, c) REFERENCES d (b, c))", [Key("foreign", ("b", "c"), "k")]),
        ("CREATE TABLE [dbo].[a] ([b] INT, PRIMARY KEY CLUSTERED ([b] ASC))", [Key("primary", ("b",))]),
        ("CREATE TABLE a (key VARCHAR(20), index INT)", []),
        (
            "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON ONLY s.a USING btree (b DESC, lower(c)) WHERE b",
            [Key("unique", ("b", "()"), "i")],
        ),
        (
            "ALTER TABLE ONLY a ADD CONSTRAINT u UNIQUE (b), ADD INDEX i (c)",
            [Key("unique", ("b",), "u"), Key("index", ("c",), "i")],
        ),
        ("ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0)", []),
    ],
)
def test_keys_are_read_in_every_dialect(text: str, keys: list[Key]) -> None:
    assert [key for change in changes_of(text) for key in change.keys] == keys


def test_a_definition_in_a_text_or_a_comment_is_none() -> None:
    assert changes_of("-- CREATE TABLE a (b int);\nINSERT INTO t VALUES ('; CREATE TABLE c (d int);');/* DROP TABLE x; */") == ()


def test_the_way_back_in_the_same_file_is_left_out() -> None:
    assert [one.verb for one in changes_of("-- migrate:up\nCREATE TABLE a (b int);\n-- migrate:down\nDROP TABLE a;")] == [
        "create"
    ]


def test_columns_have_their_places() -> None:
    (change,) = changes_of("CREATE TABLE a (\n  id INT,\n  b INT\n);")
    assert [(one.name, one.line, one.column) for one in change.columns] == [("id", 2, 3), ("b", 3, 3)]


@pytest.mark.parametrize(
    "text",
    ["CREATE TABLE", "CREATE TABLE a (", "CREATE " * 50_000, "CREATE TABLE a " + "(" * 100_000, "create 'x", "ALTER TABLE a ADD"],
)
def test_whatever_the_text_it_is_read(text: str) -> None:
    assert isinstance(changes_of(text), tuple)
