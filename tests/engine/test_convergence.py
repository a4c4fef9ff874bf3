"""After any edits the workbench of a session says what a fresh scan of the same tree says."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from healthtui.config import Config
from healthtui.engine.workbench import Workbench
from healthtui.guidance.persona import load_persona
from healthtui.live.cards import CardMaker
from healthtui.live.scan import open_bench
from healthtui.live.settings import Settings

LEAK = "h7Kq93xZ" + "p2LmW8vT"
SOURCES = (
    "import express from 'express';\nimport { router } from './routes';\nimport cors from 'cors';\n"
    "export const app = express();\napp.use(cors({ origin: true, credentials: true }));\napp.use('/api', router);\n",
    "import { Router } from 'express';\nimport { auth } from './auth';\nimport * as users from './users';\n"
    "export const router = Router();\nrouter.use(auth);\n"
    "router.get('/users/:id', users.find);\nrouter.post('/users', users.make);\n",
    "export * from './auth';\nexport { find as default, make } from './users';\n",
    "import jwt from 'jsonwebtoken';\nexport function auth(req, res, next) {\n  try {\n"
    "    req.user = jwt.verify(req.headers.authorization, process.env.SECRET ?? 'changeme');\n    next();\n"
    "  } catch {\n    res.status(401).end();\n  }\n}\n",
    "export const find = async (req, res) => res.json(req.params.id);\n"
    "export function make(req, res) {\n  res.json(req.body);\n}\n",
    "import Fastify from 'fastify';\nimport routes from './routes';\nconst app = Fastify({ logger: true });\n"
    "app.register(routes, { prefix: '/v1' });\napp.get('/health', async () => ({ ok: true }));\nexport default app;\n",
    "export default async function routes(app) {\n"
    "  app.post('/items', { schema: { body: { type: 'object' } } }, async (request) => request.body);\n}\n",
    "import { Controller, Get, Post, Body, UseGuards } from '@nestjs/common';\nimport { AuthGuard } from '@nestjs/passport';\n"
    "@Controller('cats')\nexport class CatsController {\n  @UseGuards(AuthGuard('jwt'))\n  @Get(':id')\n  one() {}\n"
    "  @Post()\n  make(@Body() cat: CatDto) {}\n}\nexport class CatDto {\n  name: string;\n}\n",
    "import { NestFactory } from '@nestjs/core';\nimport { Module } from '@nestjs/common';\n"
    "import { CatsController } from './users';\n"
    "@Module({ controllers: [CatsController] })\nclass AppModule {}\nasync function main() {\n"
    "  const app = await NestFactory.create(AppModule);\n  app.enableCors();\n  await app.listen(3000);\n}\nmain();\n",
    f"export const smtpPassword = '{LEAK}';\n",
    "const half = (",
    "",
)
MANIFESTS = (
    '{"name": "api", "dependencies": {"express": "5", "cors": "2", "jsonwebtoken": "9", "fastify": "5"}}',
    '{"name": "api", "dependencies": {"@nestjs/core": "11", "@nestjs/common": "11"}, "scripts": {"test": "jest"}}',
    '{"name": "root", "private": true, "workspaces": ["packages/*"], "dependencies": {"express": "5"}}',
    '{"name": ',
)
OTHERS = {
    "package.json": MANIFESTS,
    "packages/api/package.json": MANIFESTS,
    "tsconfig.json": ('{"compilerOptions": {"strict": true, "paths": {"@/*": ["./src/*"]}}}', '{"extends": "./base.json"}', "{"),
    "base.json": ('{"compilerOptions": {"strict": false}}',),
    ".gitignore": ("coverage/\n.env\n", "src/users.ts\n", "packages/\n!packages/api/\n", ""),
    "src/.gitignore": ("auth.ts\n", "*\n!app.ts\n"),
    ".env": ("PORT=3000\n", f"SMTP_PASSWORD={LEAK}\n"),
    "coverage/lcov.info": ("SF:src/app.ts\nDA:1,1\nDA:2,0\nend_of_record\n", "SF:src/users.ts\nDA:1,1\nend_of_record\n"),
    "packages/api/coverage/lcov.info": ("SF:src/app.ts\nDA:1,0\nend_of_record\n",),
    "package-lock.json": ('{"name": "api", "lockfileVersion": 3, "packages": {"": {}}}', "{"),
    ".github/workflows/ci.yml": ("on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n",),
}
FOLDERS = ("src", "packages/api/src", "src/api")
NAMES = ("app.ts", "routes.ts", "auth.ts", "users.ts", "index.ts", "app.test.ts")
FILES = tuple(f"{folder}/{name}" for folder in FOLDERS for name in NAMES)


class Edited:
    """A repository that is edited as its user would, and a workbench that is kept up as a session would."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")
        self.write("package.json", MANIFESTS[0])
        for path, text in zip(FILES, SOURCES[:5], strict=False):
            self.write(path, text)
        for path in (".gitignore", "packages/api/package.json", "coverage/lcov.info", "packages/api/coverage/lcov.info"):
            self.write(path, OTHERS[path][0])
        self.commit()
        self.bench = open_bench(root, cached=False)
        self.bench.load()
        self.maker = CardMaker(self.bench, Settings(Config(), load_persona(None)))
        self.maker.card()

    def edit(self, dice: random.Random, *, holds: bool = False) -> None:
        """One random edit, and what the watcher would tell of it."""
        edits = (self.save,) * 6 + (self.delete, self.rename, self.move_folder, self.delete_folder, self.touch, self.switch)
        touched, has_folders = dice.choice(edits)(dice)
        if has_folders or self.bench.needs_listing(touched):
            self.bench.relist(touched)
        else:
            self.bench.update(touched, holds=holds)
        self.bench.db.forget()

    def finish_writing(self) -> None:
        """Every file that is half written becomes whole."""
        for path in list(self.bench.held):
            self.write(path, OTHERS.get(path, SOURCES)[0])
            self.bench.update({path}, holds=True)
        assert not self.bench.held

    def save(self, dice: random.Random) -> tuple[set[str], bool]:
        path = dice.choice((*FILES, *OTHERS))
        is_new_folder = not (self.root / path).parent.exists()
        self.write(path, dice.choice(OTHERS.get(path, SOURCES)))
        if dice.random() < 0.5:  # long ago, so that its stamp is trusted
            when = dice.randrange(10**9) * 10**9
            os.utime(self.root / path, ns=(when, when))
        return {path}, is_new_folder

    def delete(self, dice: random.Random) -> tuple[set[str], bool]:
        path = self.any_file(dice)
        (self.root / path).unlink()
        return {path}, False

    def rename(self, dice: random.Random) -> tuple[set[str], bool]:
        old, new = self.any_file(dice), dice.choice(FILES)
        is_new_folder = not (self.root / new).parent.exists()
        (self.root / new).parent.mkdir(parents=True, exist_ok=True)
        (self.root / old).replace(self.root / new)
        return {old, new}, is_new_folder

    def move_folder(self, dice: random.Random) -> tuple[set[str], bool]:
        old, new = dice.sample(FOLDERS, 2)
        if (self.root / old).is_dir() and not (self.root / new).exists() and not new.startswith(old):
            (self.root / new).parent.mkdir(parents=True, exist_ok=True)
            (self.root / old).rename(self.root / new)
        return set(), True

    def delete_folder(self, dice: random.Random) -> tuple[set[str], bool]:
        shutil.rmtree(self.root / dice.choice((*FOLDERS, "packages", "coverage")), ignore_errors=True)
        return set(), True

    def touch(self, dice: random.Random) -> tuple[set[str], bool]:
        path = self.any_file(dice)
        (self.root / path).touch()
        return {path}, False

    def switch(self, dice: random.Random) -> tuple[set[str], bool]:
        self.commit()
        branch = dice.choice(("main", "work"))
        self.git("checkout", "-q", *(("-B", branch) if dice.random() < 0.3 else (branch,)))
        return {".git/HEAD"}, False

    def any_file(self, dice: random.Random) -> str:
        found = sorted(path for path in self.root.rglob("*") if path.is_file() and ".git" not in path.parts)
        if not found:
            self.write("README.md", "Acme\n")
        return dice.choice(found).relative_to(self.root).as_posix() if found else "README.md"

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "all")

    def git(self, *arguments: str) -> None:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.test")
        subprocess.run(["git", *identity, *arguments], cwd=self.root, capture_output=True, check=False)


def state_of(bench: Workbench) -> dict[Any, Any]:
    """Every input: facts, contents, paths."""
    return {key: value for key, value in bench.db._inputs.items() if value != ()}


def fresh_scan(edited: Edited) -> Workbench:
    """A scan from nothing, which remembers what outputs were fresh for."""
    cold = open_bench(edited.root, cached=False)
    cold.load()
    for key, value in edited.bench.db._inputs.items():
        if isinstance(key, tuple) and key[0] == "fresh-for":
            cold.db.set(key, value)
    return cold


def assert_converged(edited: Edited) -> None:
    live, cold = edited.bench, fresh_scan(edited)
    card = edited.maker.card()
    expected = CardMaker(cold, Settings(Config(), load_persona(None))).card()
    assert state_of(live) == state_of(cold)
    assert live.results() == cold.results()
    assert msgspec.structs.replace(card, repository=expected.repository) == expected


few = settings(
    max_examples=20,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


@few
@given(seed=st.integers(0, 2**32), count=st.integers(2, 10))
def test_a_session_agrees_with_a_fresh_scan(seed: int, count: int) -> None:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        edited = Edited(Path(folder).resolve())
        for _ in range(count):
            edited.edit(dice)
            edited.edit(dice)
            assert_converged(edited)


@few
@given(seed=st.integers(0, 2**32), count=st.integers(2, 20))
def test_a_session_agrees_once_what_is_half_written_is_whole(seed: int, count: int) -> None:
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        edited = Edited(Path(folder).resolve())
        for _ in range(count):
            edited.edit(dice, holds=True)
            edited.bench.results()
        edited.finish_writing()
        assert_converged(edited)
