"""Patterns of files from which libraries load their classes."""

from __future__ import annotations

import time

import pytest

from healthtui.derive.http.classes.globs import glob_of, loads


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("src/controllers/*.ts", "src/controllers/orders.ts"),
        ("./src/controllers/*.js", "src/controllers/orders.ts"),
        ("src/**/*.controller.{ts,js}", "src/orders.controller.ts"),
        ("src/**/*.controller.[jt]s", "src/a/b/orders.controller.ts"),
        ("src/{orders,users}/*Controller.*", "src/users/UserController.ts"),
        ("src/@(orders|users)/{a,b}{1,2}.ts", "src/orders/b1.ts"),
        ("src/api/../controllers/**/*", "src/controllers/v1/orders.ts"),
        ("src/controllers", "src/controllers/index.ts"),
        ("src/orders.ts", "src/orders.ts"),
    ],
)
def test_what_a_pattern_loads(text: str, path: str) -> None:
    glob = glob_of(text)
    assert glob is not None
    assert loads(glob, path)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("src/controllers/*.ts", "src/controllers/v1/orders.ts"),
        ("src/**/*.controller.ts", "src/orders.service.ts"),
        ("src/{orders,users}/*.ts", "src/items/items.ts"),
        ("dist/controllers/*.js", "src/controllers/orders.ts"),
    ],
)
def test_what_it_does_not_load(text: str, path: str) -> None:
    glob = glob_of(text)
    assert glob is not None
    assert not loads(glob, path)


@pytest.mark.parametrize("text", ["", "../other/*.ts", "src/" + "{a,b}" * 30 + ".ts"])
def test_what_is_no_pattern_of_the_repository(text: str) -> None:
    assert glob_of(text) is None


@pytest.mark.parametrize("text", ["**/a*" * 80, "*a" * 240, "{" * 5000, "(" * 200 + ")" * 200, "**/" * 160 + "b"])
def test_a_hostile_pattern_takes_no_time(text: str) -> None:
    began = time.process_time()
    glob = glob_of(text)
    for path in ("a" * 2000 + ".ts", "/".join(["a"] * 500) + ".ts"):
        if glob is not None:
            loads(glob, path)
    assert time.process_time() - began < 1
