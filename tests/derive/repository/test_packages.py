"""Which packages are servers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from healthtui.derive.repository.packages import packages_taken, scored_packages, source_files
from healthtui.engine.workbench import Workbench

PLUGIN = "import fp from 'fastify-plugin';\nexport default fp(async (app) => { app.decorate('now', () => Date.now()); });\n"
WRAPS = '"fastify": "5", "fastify-plugin": "5"'


@pytest.mark.parametrize(
    ("dependencies", "code", "is_server"),
    [
        (WRAPS, PLUGIN, False),  # a library of plugins
        (f'{WRAPS}, "fastify-cli": "7"', PLUGIN, True),  # `fastify start` runs it
        (WRAPS, "import Fastify from 'fastify';\n" + PLUGIN, True),
        ('"express": "5"', "import type { Request } from 'express';\n", False),
        ('"express": "5"', "import { Router } from 'express';\n", True),
    ],
)
def test_a_package_is_a_server_when_it_takes_more_than_types_and_wrappers(
    bench: Callable[[Mapping[str, str]], Workbench], dependencies: str, code: str, is_server: bool
) -> None:
    files = {"package.json": f'{{ "name": "shop", "dependencies": {{ {dependencies} }} }}', "src/app.ts": code}
    assert bool(scored_packages(bench(files).db)) is is_server


def test_an_nx_project_without_a_manifest_takes_the_dependencies_above(
    bench: Callable[[Mapping[str, str]], Workbench],
) -> None:
    files = {
        "package.json": '{ "name": "platform", "dependencies": { "@nestjs/core": "11", "@angular/core": "19" } }',
        "apps/api/project.json": '{ "name": "api", "sourceRoot": "apps/api/src" }',
        "apps/api/src/main.ts": "import { NestFactory } from '@nestjs/core';\nNestFactory.create({});\n",
        "apps/web/project.json": '{ "name": "web", "sourceRoot": "apps/web/src" }',
        "apps/web/src/app.module.ts": "import { NgModule } from '@angular/core';\n@NgModule({})\nexport class AppModule {}\n",
    }
    assert [(one.path, one.frameworks) for one in scored_packages(bench(files).db)] == [("apps/api", ("nestjs",))]


def test_nested_packages_of_one_name_hold_their_own_files_alone(bench: Callable[[Mapping[str, str]], Workbench]) -> None:
    manifest = '{ "name": "shop", "dependencies": { "express": "5" } }'
    code = "import express from 'express';\nexport const app = express();\n"
    files = {
        "package.json": manifest,
        "src/app.ts": code,
        "services/shop/package.json": manifest,
        "services/shop/src/app.ts": code,
    }
    db = bench(files).db
    assert [one.path for one in scored_packages(db)] == [".", "services/shop"]
    assert source_files(db, ".") == ("src/app.ts",)
    assert source_files(db, "services/shop") == ("services/shop/src/app.ts",)


def test_an_import_of_many_names_takes_its_package_once(bench: Callable[[Mapping[str, str]], Workbench]) -> None:
    files = {
        "package.json": '{ "name": "shop", "dependencies": { "@fastify/sensible": "6" } }',
        "src/app.ts": "import sensible, { FastifySensibleOptions } from '@fastify/sensible';",
    }
    assert [name for _, name in packages_taken(bench(files).db, "src/app.ts")] == ["@fastify/sensible"]
