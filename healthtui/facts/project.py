"""What the project's own files declare: manifests, lockfiles, compiler options, env files, ignore rules, workflows."""

from __future__ import annotations

import msgspec

from healthtui.facts.base import Fact


class Manifest(Fact, frozen=True):
    """A `package.json` (`kind` "npm") or an Nx `project.json` ("nx"). `dependencies` maps a name to its range as written."""

    kind: str
    name: str
    version: str
    private: bool
    main: str
    module_type: str  # the `type` field: "module", "commonjs" or ""
    dependencies: dict[str, str]
    development: dict[str, str]  # devDependencies
    peer: dict[str, str]
    scripts: dict[str, str]
    workspaces: tuple[str, ...]  # globs
    exports: dict[str, str]  # subpath ("." for the root) to the file, the first that applies
    keys: tuple[str, ...]  # all top-level keys: `jest`, `eslintConfig`, `prettier`, …
    lines: dict[str, int]  # the line of a top-level key ("scripts") or a dependency ("dependencies.express")
    nx_tags: tuple[str, ...] = ()
    prisma_schema: str = ""  # `prisma.schema`, a file or a folder
    aliases: tuple[tuple[str, str], ...] = ()  # of modules: a name, with at most one `*`, and the path below the package


class Workspaces(Fact, frozen=True):
    """Package globs named outside `package.json`: `pnpm-workspace.yaml`, `lerna.json`; a leading `!` excludes."""

    tool: str  # pnpm, lerna, nx, turbo
    globs: tuple[str, ...]


class CompilerOptions(Fact, frozen=True):
    """A `tsconfig*.json` or `jsconfig.json` as written, before `extends`; None where an option is not set."""

    extends: tuple[str, ...]
    strict: bool | None
    strict_line: int
    check_js: bool | None
    base_url: str | None
    paths: tuple[tuple[str, tuple[str, ...]], ...]
    options: dict[str, str]  # the other scalar options, as text
    references: tuple[str, ...]


class LockedPackage(msgspec.Struct, frozen=True, gc=False, array_like=True):
    name: str
    version: str
    development: bool


class Lockfile(Fact, frozen=True):
    """`manager` is npm, yarn, yarn-berry, pnpm or bun; `digest` is a hash of its content, to compare an audit with."""

    manager: str
    packages: tuple[LockedPackage, ...]
    digest: str


class EnvVariable(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A variable of an env file. The value is kept only for example files (they are public); else it is ""."""

    name: str
    value: str
    line: int


class EnvFile(Fact, frozen=True):
    """A `.env`, `.env.<stage>` or an example of one (a name with `env` and example, sample, template or dist)."""

    is_example: bool
    variables: tuple[EnvVariable, ...]


class IgnoreRule(Fact, frozen=True):
    """A line of a `.gitignore`."""

    pattern: str
    line: int


class ToolConfig(Fact, frozen=True):
    """A tool is configured: in a file of its own, a key of `package.json`, or a script; `tool` is its lower-case name.

    `role` is linter, formatter, both, test-runner, off (it is there to do nothing), or "".
    """

    tool: str
    role: str
    line: int


class WorkflowStep(msgspec.Struct, frozen=True, gc=False, array_like=True):
    run: str
    uses: str
    line: int


class Workflow(Fact, frozen=True):
    """A CI workflow: its triggers (`push`, `schedule`, …) and steps."""

    triggers: tuple[str, ...]
    steps: tuple[WorkflowStep, ...]


class ProxyConfig(Fact, frozen=True):
    """A proxy's configuration: the lines where it turns on compression and TLS (or redirects to it), and where it sets the
    first security header; 0 where it does not."""

    tool: str  # nginx, Caddy, Apache, HAProxy, Traefik
    compression: int
    tls: int
    headers: int = 0


class ToolCall(Fact, frozen=True):
    """A file calls for a tool that measures, or is a script of one. `purpose` is load or profile; `tool` its own name."""

    purpose: str
    tool: str
    line: int


class ProductionMode(Fact, frozen=True):
    """A file of the deployment sets NODE_ENV to production, on a line."""

    line: int
