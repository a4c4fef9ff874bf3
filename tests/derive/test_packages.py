"""Which packages are servers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from healthtui.derive.packages import scored_packages
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
