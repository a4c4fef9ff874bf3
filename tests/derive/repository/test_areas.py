"""Which paths are tests, examples, docs, seeds, migrations, scripts, CI, generated, and so request-path code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from healthtui.derive.repository.areas import (
    has_source_extension,
    is_ci,
    is_doc,
    is_example,
    is_generated,
    is_migration,
    is_request_path,
    is_script,
    is_seed,
    is_source,
    is_test,
    is_test_data,
)

REQUEST_PATH = [
    "index.js",
    "server.mjs",
    "bin/www.js",
    "src/app.ts",
    "src/App.TSX",
    "src/routes/user.route.js",
    "src/services/mail.template.ts",
    "src/modules/build/build.controller.ts",
    "src/modules/docs/docs.service.ts",
    "src/contest/contest.controller.ts",
    "src/testing.controller.ts",
    "src/latest.js",
    "src/special/offer.ts",
    "src/seedling.ts",
    "packages/api/src/config.cts",
    "apps/web/lib/db.mts",
    "api/migrationStatus.js",
    "src/description.ts",
    "src/demo/demo.controller.ts",
]
TESTS = [
    "src/user.test.ts",
    "src/user.spec.js",
    "test/app.e2e-spec.ts",
    "test/helper.js",
    "tests/fixtures/user.fixture.js",
    "packages/a/__tests__/x.tsx",
    "e2e/run.mjs",
    "spec/ParseUser.js",
    "Test/Setup.ts",
    "cypress/support/commands.cjs",
]
TEST_DATA = [
    "test/key.pem",
    "tests/__snapshots__/a.snap",
    "src/__mocks__/db.ts",
    "fixtures/users.json",
    "src/mocks/server.ts",
    "integration-tests/helpers/api.js",
    "packages/test-utils/src/index.ts",
    ".env.test.local",
]
EXAMPLES = [
    ".env.example",
    "env-example",
    "config/example.env",
    ".env.sample",
    "sample.env",
    "config.json.template",
    "config.template.json",
    ".env.test",
    "examples/basic/index.ts",
    "example/app.js",
    "samples/one.ts",
]
DOCS = ["README.md", "readme", "docs/guide/api.ts", "src/docs/components.yml", "doc/x.html", "a/b.mdx", "CHANGELOG.txt"]
SEEDS = [
    "prisma/seed.ts",
    "src/database/seeds/users.ts",
    "src/seedUsers.ts",
    "db/users.seeder.js",
    "seed-db.js",
    "scripts/seeders/a.js",
    "src/dbSeed.ts",
]
MIGRATIONS = [
    "prisma/migrations/1/migration.sql",
    "src/migrations/1-init.ts",
    "src/a.migration.ts",
    "db/migration/1.js",
]
SCRIPTS = ["scripts/release.js", "script/x.ts", "gulpfile.js", "Gruntfile.js", "tools/scripts/x.mjs"]
CI = [
    ".github/workflows/ci.yml",
    ".gitlab-ci.yml",
    ".travis.yml",
    ".circleci/config.yml",
    "Jenkinsfile",
    "azure-pipelines.yml",
]
GENERATED = [
    "dist/main.js",
    "packages/a/build/x.js",
    "coverage/lcov-report/sorter.js",
    "src/types.d.ts",
    "src/types.d.mts",
    "public/app.min.js",
    "public/app.bundle.js",
    "node_modules/a/index.js",
    "src/node_modules/a/index.js",
    ".yarn/releases/yarn-3.cjs",
    "src/schema.generated.ts",
    "src/__generated__/types.ts",
]


@pytest.mark.parametrize(
    ("path", "is_served"),
    [
        ("src/example/example.controller.ts", True),
        ("src/example.service.ts", True),
        ("routes/example/index.js", True),
        ("examples/basic/src/app.ts", False),
        ("example.js", False),
    ],
)
def test_what_an_application_names_example_below_its_own_source_is_its_own(path: str, is_served: bool) -> None:
    assert is_request_path(path) == is_served
    assert is_example(path)


@pytest.mark.parametrize("path", ["src/button.stories.tsx", "src/orders.story.js"])
def test_stories_are_no_request_path_code(path: str) -> None:
    assert is_source(path) and not is_request_path(path)


@pytest.mark.parametrize("path", REQUEST_PATH)
def test_request_path_code_is_none_of_the_others(path: str) -> None:
    assert is_request_path(path) and is_source(path) and has_source_extension(path)
    others = (is_test, is_test_data, is_example, is_doc, is_seed, is_migration, is_script, is_ci, is_generated)
    assert not any(other(path) for other in others)


@pytest.mark.parametrize(
    ("predicate", "paths"),
    [
        (is_test, TESTS),
        (is_test_data, TEST_DATA),
        (is_example, EXAMPLES),
        (is_doc, DOCS),
        (is_seed, SEEDS),
        (is_migration, MIGRATIONS),
        (is_script, SCRIPTS),
        (is_ci, CI),
        (is_generated, GENERATED),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_word_of_the_catalogue_names_its_paths(predicate: Callable[[str], bool], paths: list[str]) -> None:
    assert [path for path in paths if not predicate(path)] == []
    assert [path for path in paths if is_request_path(path)] == []


@pytest.mark.parametrize("path", ["", "/", "a", "Dockerfile", "package.json", "src/app.py", "..", "a//b", "\ud800.md.x", ".ts/x"])
def test_odd_paths_are_no_source(path: str) -> None:
    assert not is_request_path(path) and not is_source(path) and not is_test(path)


def test_a_test_in_a_built_folder_is_generated_only() -> None:
    assert is_generated("dist/user.spec.js") and not is_test("dist/user.spec.js")


def test_files_that_are_no_source_are_no_tests() -> None:
    assert not is_test("test/key.pem") and not is_test("jest.test.json")
