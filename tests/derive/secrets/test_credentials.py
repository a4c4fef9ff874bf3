"""Literals in use as credentials, read from real sources."""

from __future__ import annotations

import msgspec
import pytest

from healthtui.derive.database import Database
from healthtui.derive.inputs import PackedModule
from healthtui.derive.secrets.credentials import literals_in
from healthtui.derive.secrets.fallbacks import is_secret_variable
from healthtui.facts.source import Module, Outline
from healthtui.readers.source.module import read


def titles(**files: str) -> list[str]:
    """`line: title` of each literal in `src/a.ts`; the files are named without folder and ending."""
    db = Database()
    for name, text in files.items():
        path = f"src/{name}.ts"
        outline, module, *_ = read(path, text.encode())
        db.set(("exists", path), True)
        db.set((Outline, path), (outline,))
        db.set((Module, path), PackedModule(msgspec.msgpack.encode(module)))
    return [f"{one.place.line}: {one.title}" for one in literals_in(db, "src/a.ts")]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("import jwt from 'jsonwebtoken'; jwt.sign({}, 'x')", "Credential of sign"),
        ("import { sign } from 'jsonwebtoken'; const k = 'x'; sign({}, k)", "Credential of sign"),
        ("const jwt = require('jsonwebtoken'); jwt.verify(t, 'x')", "Credential of verify"),
        ("import c from 'crypto'; c.createHmac('sha256', 'x')", "Credential of createHmac"),
        ("import { createHmac } from 'node:crypto'; createHmac('sha256', 'x')", "Credential of createHmac"),
        ("import s from 'express-session'; s({ secret: ['x', process.env.OLD_SECRET] })", "Credential of express-session"),
        ("import s from 'cookie-session'; s({ keys: ['x'] })", "Credential of cookie-session"),
        ("import m from 'mongoose'; m.connect(process.env.MONGO || 'mongodb://a:b@h/x')", "Credential of connect"),
        ("import { Sequelize } from 'sequelize'; new Sequelize('d', 'u', 'x')", "Credential of Sequelize"),
        ("import n from 'nodemailer'; n.createTransport({ auth: { user: 'u', pass: 'x' } })", "Credential of createTransport"),
        ("const a = process.env.JWT_SECRET || 'x'", "Fallback of JWT_SECRET"),
        ("const d = 'x'; const a = process.env['DB_PASSWORD'] ?? d", "Fallback of DB_PASSWORD"),
        ("const a = config.get<string>('API_KEY', 'x')", "Fallback of API_KEY"),
    ],
)
def test_a_literal_in_use_is_seen(text: str, title: str) -> None:
    assert titles(a=text) == [f"1: {title}"]


@pytest.mark.parametrize(
    "text",
    [
        "import jwt from 'jsonwebtoken'; jwt.sign({}, process.env.JWT_SECRET)",
        "import jwt from 'jsonwebtoken'; jwt.sign({}, secret); jwt.decode('x')",
        "import jwt from 'jsonwebtoken'; jwt.sign({}, '')",
        "import c from 'crypto'; c.createHash('sha256').update('x')",
        "import m from 'mongoose'; m.connect('mongodb://localhost/x')",
        "import { Pool } from 'pg'; new Pool({ host: 'h', user: 'u', database: 'd' })",
        "const a = process.env.JWT_SECRET || ''; const b = process.env.JWT_SECRET",
        "const a = process.env.TOKEN_EXPIRES_IN || '1d'; const b = process.env.CACHE_KEY || 'x'",
        "const a = map.get('API_KEY', 'x'.length); const b = map.get('apiKey', 'x')",
        "function sign(a, b) {} sign({}, 'x')",
        "// import jwt from 'jsonwebtoken'; jwt.sign({}, 'x')",
    ],
)
def test_what_is_no_literal_in_use_is_not(text: str) -> None:
    assert titles(a=text) == []


def test_a_constant_of_another_file_is_followed() -> None:
    text = "import jwt from 'jsonwebtoken';\nimport { options } from './b';\njwt.sign({}, options.secret)"
    assert titles(a=text, b="export const options = { secret: 'x' }") == ["3: Credential of sign"]


def test_a_fallback_has_the_place_of_its_own_read() -> None:
    text = "const a = process.env.A_KEY || 'x';\nconst b = process.env.PORT || '1';\nconst c = process.env.A_KEY || 'y';"
    assert titles(a=text) == ["1: Fallback of A_KEY", "3: Fallback of A_KEY"]


@pytest.mark.parametrize(
    "name", ["JWT_SECRET", "DB_PASSWORD", "API_KEY", "apiToken", "SMTP_PASS", "SECRET_KEY", "COOKIE_SECRETS"]
)
def test_names_of_secrets(name: str) -> None:
    assert is_secret_variable(name)


@pytest.mark.parametrize(
    "name",
    [
        "PORT",
        "TOKEN_EXPIRES_IN",
        "PUBLIC_KEY",
        "CACHE_KEY",
        "SECRET_NAME",
        "KEYCLOAK_URL",
        "PASSWORD_MIN_LENGTH",
        "MONKEY",
        "REFRESH_TOKEN_COOKIE",
    ],
)
def test_names_of_other_things(name: str) -> None:
    assert not is_secret_variable(name)
