"""Files that start the application: where they set NODE_ENV to production."""

from __future__ import annotations

import pytest

from healthtui.facts.project import ProductionMode
from healthtui.readers.deployment import DEPLOYMENT


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("Dockerfile", "FROM node:22\nENV NODE_ENV=production\n", 2),
        ("docker/api.Dockerfile", "ENV PORT=3000 NODE_ENV production\n", 1),
        ("docker-compose.prod.yml", "services:\n  api:\n    environment:\n      NODE_ENV: production\n", 4),
        ("compose.yaml", "environment:\n  - NODE_ENV=${NODE_ENV:-production}\n", 2),
        ("Procfile", "web: NODE_ENV=production node dist/main.js\n", 1),
        ("ecosystem.config.js", "module.exports = { env: { NODE_ENV: 'production' } };\n", 1),
        ("ecosystem.config.json", '{ "env": { "NODE_ENV": "production" } }\n', 1),
        ("k8s/deployment.yaml", "env:\n  - name: NODE_ENV\n    value: production\n", 2),
        (".env.production", "NODE_ENV=production\n", 1),
    ],
)
def test_production_mode_is_found_where_it_is_set(path: str, text: str, line: int) -> None:
    assert DEPLOYMENT.claims(path)
    assert DEPLOYMENT.read(path.rpartition("/")[2], text.encode()) == (ProductionMode(line),)


@pytest.mark.parametrize("text", ["# ENV NODE_ENV=production\n", "ENV NODE_ENV=development\n", "", "RUN echo production\n"])
def test_another_mode_or_a_comment_sets_nothing(text: str) -> None:
    assert DEPLOYMENT.read("Dockerfile", text.encode()) == ()


@pytest.mark.parametrize("path", ["src/app.ts", "README.md", "src/service.ts", "docs/dockerfile.md/index.ts"])
def test_source_is_not_claimed(path: str) -> None:
    assert not DEPLOYMENT.claims(path)
