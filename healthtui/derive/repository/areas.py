"""What a path says about a file: source, test, example, doc, seed, migration, script, CI or generated.

The catalogue's words, as pure predicates of a path from the root. Folder names count without regard to case.
"""

from __future__ import annotations

import re
from functools import lru_cache
from posixpath import basename, dirname

SOURCE_EXTENSIONS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")

_TEST_NAME = re.compile(r"\.(?:test|spec|e2e-spec)\.")
_TEST_FOLDERS = {"test", "tests", "__tests__", "e2e", "spec", "cypress"}
_TEST_DATA_FOLDER = re.compile(
    r"__\w+__|fixtures?|mocks?|(?:unit|integration|e2e|acceptance)[-_]tests?"
    r"|(?:[\w-]+[-_])?test[-_](?:utils|helpers|data|support|fixtures)"
)
_EXAMPLE_FOLDERS = {"example", "examples", "sample", "samples"}
_STORY_NAME = re.compile(r"\.stor(?:y|ies)\.")
_OWN_FOLDERS = {"src", "routes"}
_EXAMPLE_ENDING = re.compile(r"\.(?:sample|template)(?:\.\w+)?$|^(?:sample|template)\.env$|^\.env\.test(?:\.\w+)?$")
_DOC_FOLDERS = {"doc", "docs", "documentation"}
_DOC_NAME = re.compile(r"\.(?:md|mdx|markdown|rst|adoc)$|^(?:readme|changelog|contributing)(?:\.|$)")
_SEED_FOLDERS = {"seed", "seeds", "seeder", "seeders", "seeding"}
_MIGRATION_FOLDERS = {"migration", "migrations"}
_MIGRATION_NAME = re.compile(r"(?:^|[._-])migrations?\.")
_SCRIPT_FOLDER = re.compile(r"(?:^|[-_.])scripts?$")
_SCRIPT_NAME = re.compile(r"^(?:gulpfile|gruntfile)\b")
_CONFIG_FOLDERS = {"config", "configs"}
_TOOL_CONFIG = re.compile(
    r"^(?:jest|vitest|vite|eslint|prettier|babel|webpack|rollup|rolldown|rspack|esbuild|tsup|tsdown|unbuild|swc|tailwind|postcss"
    r"|next|nuxt|svelte|astro|metro|karma|playwright|cypress|commitlint|lint-staged|release|stylelint|ecosystem|typedoc|knip"
    r"|turbo|nodemon|codegen|drizzle|prisma|wdio|nyc|stryker|graphql|docusaurus|serverless|jest[-.][\w-]+|webpack[-.][\w-]+)"
    r"\.config\.\w+$|^\.|^(?:webpackfile|webpack-hmr|knexfile|jest\.setup)\b"
)
_TELEMETRY_NAME = re.compile(
    r"^(?:open-?telemetry|otel|telemetry|tracing|tracer|instrument|instrumentation|newrelic|apm|datadog|dd-trace|profiler)"
    r"(?:[.-](?:preload|node|server|setup|init))?\.\w+$"
)
_CI_FOLDERS = {"ci", ".github", ".gitlab", ".circleci", ".buildkite", ".woodpecker"}
_CI_NAME = re.compile(
    r"^(?:\.gitlab-ci|\.travis|\.drone|\.?appveyor|azure-pipelines|bitbucket-pipelines)[\w.-]*\.ya?ml$|^jenkinsfile"
)
_GENERATED_FOLDERS = {"dist", "build", "coverage"}
_GENERATED_NAME = re.compile(r"\.d\.[cm]?ts$|\.min\.[cm]?js$|[.-]bundle\.[cm]?js$|\.generated\.\w+$")
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")


@lru_cache(maxsize=1 << 16)
def _folders(path: str) -> frozenset[str]:
    return frozenset(dirname(path).lower().split("/"))


@lru_cache(maxsize=1 << 16)
def _name(path: str) -> str:
    return basename(path).lower()


def has_source_extension(path: str) -> bool:
    """A TypeScript or JavaScript file of any kind."""
    return path.lower().endswith(SOURCE_EXTENSIONS)


@lru_cache(maxsize=1 << 16)
def is_generated(path: str) -> bool:
    """Built, bundled, minified, declared or installed. A `build` folder below `src` is somebody's feature."""
    folders = _folders(path)
    if not folders.isdisjoint(("node_modules", ".yarn", "__generated__")) or _GENERATED_NAME.search(_name(path)):
        return True
    return not folders.isdisjoint(_GENERATED_FOLDERS) and "src" not in folders


def is_command_line(path: str) -> bool:
    """What talks with a person at a terminal, in `cli/`: what it prints is its answer, not a log."""
    return "cli" in _folders(path)


@lru_cache(maxsize=1 << 16)
def is_test(path: str) -> bool:
    """A test file of the catalogue: `*.test.*`, `*.spec.*`, `*.e2e-spec.*`, or a source extension in a test folder."""
    if not has_source_extension(path) or is_generated(path):
        return False
    return bool(_TEST_NAME.search(_name(path))) or not _folders(path).isdisjoint(_TEST_FOLDERS)


def is_test_data(path: str) -> bool:
    """What serves tests without being one: keys, snapshots and responses in a test folder, fixtures, mocks."""
    if is_test(path):
        return False
    folders = _folders(path)
    if not folders.isdisjoint(_TEST_FOLDERS) or _TEST_NAME.search(_name(path)):
        return True
    return any(_TEST_DATA_FOLDER.fullmatch(folder) for folder in folders)


def is_example(path: str) -> bool:
    """`*example*`, `*.sample`, `*.template`, `.env.test`, or in an examples folder. `mail.template.ts` is none."""
    name = _name(path)
    if "example" in name or not _folders(path).isdisjoint(_EXAMPLE_FOLDERS):
        return True
    return not has_source_extension(path) and bool(_EXAMPLE_ENDING.search(name))


def _is_named_example(path: str) -> bool:
    """Example code, unless it stands below the application's own source: `src/routes/example/index.ts` is served,
    `examples/basic/src/app.ts` is not."""
    folders = dirname(path).lower().split("/")
    above = next((number for number, folder in enumerate(folders) if folder in _EXAMPLE_FOLDERS), len(folders))
    return is_example(path) and _OWN_FOLDERS.isdisjoint(folders[:above])


def is_doc(path: str) -> bool:
    """Prose, or in a docs folder. Code in a `docs` folder below `src` may be a feature, so it stays source."""
    folders = _folders(path)
    if _DOC_NAME.search(_name(path)):
        return True
    return not folders.isdisjoint(_DOC_FOLDERS) and not (has_source_extension(path) and "src" in folders)


def is_seed(path: str) -> bool:
    """Sample data for a database: a seeds folder, or `seed` as a word of the name (`seed.ts`, `seedUsers.js`), which in
    a config folder is a setting."""
    if not _folders(path).isdisjoint(_SEED_FOLDERS):
        return True
    words = {word.lower() for word in _WORD.findall(basename(path))}
    return not words.isdisjoint(_SEED_FOLDERS) and _folders(path).isdisjoint(_CONFIG_FOLDERS)


def is_migration(path: str) -> bool:
    """A migrations folder, or `*.migration.*`."""
    return not _folders(path).isdisjoint(_MIGRATION_FOLDERS) or bool(_MIGRATION_NAME.search(_name(path)))


def is_script(path: str) -> bool:
    """Run by hand or by a build: a scripts folder, a gulpfile or Gruntfile. `bin/` often starts the server."""
    return any(_SCRIPT_FOLDER.search(folder) for folder in _folders(path)) or bool(_SCRIPT_NAME.search(_name(path)))


def is_tool_config(path: str) -> bool:
    """The settings of a build, test or lint tool, written as code; below `src` it is the application's own."""
    return "src" not in _folders(path) and bool(_TOOL_CONFIG.search(_name(path)))


def is_telemetry_preload(path: str) -> bool:
    """Loaded before the application to watch it: `instrumentation.ts`, `tracing.js`, `newrelic.js`."""
    return bool(_TELEMETRY_NAME.search(_name(path)))


def is_ci(path: str) -> bool:
    """A CI configuration of any of the usual services."""
    return not _folders(path).isdisjoint(_CI_FOLDERS) or bool(_CI_NAME.search(_name(path)))


def is_source(path: str) -> bool:
    """A source file of the catalogue: by extension, not generated, not a test."""
    return has_source_extension(path) and not is_generated(path) and not is_test(path)


@lru_cache(maxsize=1 << 16)
def is_request_path(path: str) -> bool:
    """Source that is not a test, story, example, doc, seed, migration or script; what no route reaches still counts."""
    if not is_source(path) or _STORY_NAME.search(_name(path)):
        return False
    apart = (is_test_data, _is_named_example, is_doc, is_seed, is_migration, is_script, is_ci)
    return not any(is_one(path) for is_one in apart)
