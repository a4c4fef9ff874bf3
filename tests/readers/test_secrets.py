"""What counts as a secret in a text and what does not, where it is said to be, and that it never leaves the reader."""

from __future__ import annotations

import base64
import json
import random
import string
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from healthtui.facts.outputs import Finding, SecretScan
from healthtui.readers.secrets import SECRETS, engine_problem, masking
from healthtui.readers.secrets.engine import hits_in
from healthtui.readers.secrets.findings import title_of

ALPHANUMERIC = string.ascii_letters + string.digits


REGISTRY = ".".join(("registry", "npmjs", "org"))


def made(length: int, alphabet: str = ALPHANUMERIC, seed: int = 7) -> str:
    """A random value that no committed line holds."""
    dice = random.Random(f"{seed}/{length}/{alphabet}")
    return "".join(dice.choice(alphabet) for _ in range(length - 2)) + "a7"


def findings(name: str, text: str | bytes) -> tuple[Finding, ...]:
    data = text.encode() if isinstance(text, str) else text
    scans = [scan for scan in SECRETS.read(name, data) if isinstance(scan, SecretScan)]
    assert all(not scan.problem for scan in scans)
    return scans[0].findings if scans else ()


def token(expires: float | None) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    claims = {"sub": made(12), "iat": 1516239022} | ({} if expires is None else {"exp": int(expires)})
    return ".".join((part({"alg": "HS256", "typ": "JWT"}), part(claims), made(43)))


HEX = made(40, "0123456789abcdef")
PEM = "-----BEGIN RSA PRIVATE " + "KEY-----\n" + "\n".join(made(64, seed=i) for i in range(9)) + "\n-----END RSA PRIVATE KEY-----"

FIRES = {
    "github": ("a.ts", f"const t = '{'ghp' + '_' + made(36)}';"),
    "aws-pair": (".env", f"AWS_SECRET_ACCESS_KEY={made(40)}"),
    "stripe": ("pay.js", f"stripe('{'sk' + '_live_' + made(24)}')"),
    "stripe-webhook": ("pay.js", f"const hook = '{'whsec' + '_' + made(32)}'"),
    "sendgrid": ("mail.ts", f"setApiKey('{'SG' + '.' + made(22) + '.' + made(43)}')"),
    "private-key": ("server.key", PEM),
    "database-url": ("db.ts", f"const u = 'postgres://bob:{made(14)}@db.internal.net:5432/x'"),
    "mongo-url": (".env", f"MONGO_URL=mongodb+srv://bob:{made(14)}@cluster0.ab1cd.mongodb.net/x"),
    "redis-url": ("compose.yml", f"  REDIS_URL: redis://:{made(16)}@cache.internal.net:6379/0"),
    "env-secret": (".env", f"JWT_SECRET={HEX}"),
    "env-plain-secret": ("prod.env", "JWT_SECRET=" + "gooseberry" + "jamforlife"),
    "env-commented": (".env", f"# JWT_SECRET={HEX}"),
    "yaml-secret": ("values.yaml", f"jwtSecret: {made(32)}"),
    "json-secret": ("config.json", f'{{"clientSecret": "{made(32)}"}}'),
    "ts-constant": ("config.ts", f"export const API_KEY: string = '{made(32)}';"),
    "uuid-secret": ("config.ts", "clientSecret: '" + "-".join(made(n, "0123456789abcdef") for n in (8, 4, 4, 4, 12)) + "'"),
    "key-material": ("crypto.js", f"const key = Buffer.from('{made(64, '0123456789abcdef')}', 'hex')"),
    "basic": ("api.ts", f"headers: {{ Authorization: 'Basic {base64.b64encode(f'shop:{made(20)}'.encode()).decode()}' }}"),
    "header": ("api.ts", f"headers: {{ Authorization: 'Bearer {made(40)}' }}"),
    "password": ("mail.ts", "auth: { user: 'a@b.c', password: '" + "tR7!" + "vKq2#pLx" + "' }"),
    "npmrc": (".npmrc", f"//{REGISTRY}/:_authToken={made(36)}"),
    "discord": ("x.ts", "fetch('https://discord.com/api/" + f"webhooks/{made(20, '123456789')[:-2]}88/{made(68)}')"),
    "slack": ("x.ts", "post('https://hooks.slack.com/" + f"services/T{made(8, '23456789')}/B{made(8, '23456789')}/{made(24)}')"),
    "header-key": ("x.ts", f"headers['x-api-key'] = '{made(32)}';"),
    "compose-list": ("docker-compose.yml", f"      - JWT_SECRET={made(32)}"),
    "service-account": ("sa.json", json.dumps({"private_key": PEM})),
    "live-token": ("x.ts", f"const t = '{token(time.time() + 1e6)}'"),
    "crlf": ("x.env", f"A=1\r\nAPI_TOKEN={made(32)}\r\n"),
    "bom": (".env", b"\xef\xbb\xbfAPI_TOKEN=" + made(32).encode()),
    "latin-1": (".env", b"# caf\xe9\nAPI_TOKEN=" + made(32).encode()),
}

SILENT = {
    "changeme": (".env.example", "JWT_SECRET=changeme-please\nAPI_KEY=change_this_value"),
    "your-key": (".env.example", "STRIPE_SECRET=sk_test_your-key-here\nAPI_TOKEN=<your-token>"),
    "xxxx": (".env.example", "GITHUB_TOKEN=ghp" + "_" + "x" * 36 + "\nAPI_TOKEN=xxxxxxxxxxxxxxxx"),
    "weak-url": (".env.example", "DATABASE_URL=postgres://postgres:postgres@localhost:5432/app"),
    "weak-compose": ("docker-compose.yml", "    POSTGRES_PASSWORD: postgres\n    X: mysql://root:secret@db/app"),
    "same-as-user": ("docker-compose.yml", "    X: postgres://prisma:prisma@db:5432/app"),
    "empty": (".env", "JWT_SECRET=\nAPI_KEY=''"),
    "references": (".env", "JWT_SECRET=$OTHER_SECRET\nAPI_TOKEN=${TOKEN_VALUE}\nDB_PASSWORD=op://vault/database/password"),
    "environment": ("config.ts", "const secret = process.env.JWT_SECRET; const apiKey = config.get('stripe.api.key.v1')"),
    "template-url": ("db.ts", "const u = `postgres://${user}:${password}@${host}:5432/x`"),
    "actions-secret": ("ci.yml", "  token: ${{ secrets.GITHUB_TOKEN }}\n  api_token: ${{secrets.X1}}"),
    "pinned-action": ("ci.yml", f"uses: actions/checkout@{HEX}"),
    "integrity": ("index.html", f'<script integrity="sha384-{made(64)}"></script>'),
    "uuids": ("ids.ts", "export const ROLE = '3f2504e0-4f89-11d3-9a0c-0305e82c3301'"),
    "i18n": ("de.json", '{"password": "Passwort", "password2": "Passwort wiederholen", "tokenExpired1": "Zeit um"}'),
    "schema": ("schema.ts", "password: z.string().min(8), token: 'string', secretKey: { type: 'string', maxLength: 64 }"),
    "types": ("types.ts", "interface A { accessToken: string; refreshToken1: string }"),
    "names": ("constants.ts", "export const TOKEN_HEADER = 'x-access-token-v2'; const ACCESS_TOKEN_KEY = 'auth.access.token1'"),
    "fields": ("local.strategy.ts", "super({ usernameField: 'email', passwordField: 'userPassword1' })"),
    "messages": ("errors.ts", "INVALID_TOKEN = 'auth/invalid-token-2fa', passwordError: 'Password1-is-too-short'"),
    "bcrypt": ("seed.ts", "password: '$2b$10$" + made(53) + "'"),
    "argon": ("seed.ts", "passwordHash: '$argon2id$v=19$m=65536,t=3,p=4$" + made(22) + "$" + made(43) + "'"),
    "public-key": ("jwt.pem", PEM.replace("RSA PRIVATE", "PUBLIC")),
    "certificate": ("ca.crt", PEM.replace("RSA PRIVATE KEY", "CERTIFICATE")),
    "named-for-itself": (".env.example", "AUTH0_CLIENT_SECRET=auth0_client_secret"),
    "url-sample": ("db.ts", "connect('mongodb://" + "user!of:password!with%40%2B%20signs" + "@db.example:1234/shop');"),
    "basic-sample": ("api.ts", f"headers: {{ Authorization: 'Basic {base64.b64encode(b'username:password').decode()}' }}"),
    "pem-placeholder": ("README.md", "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----"),
    "pem-pattern": ("pem.ts", "/-----BEGIN (?:RSA )?PRIVATE KEY-----[\\s\\S]+-----END (?:RSA )?PRIVATE KEY-----/"),
    "publishable": ("pay.ts", f"const key = '{'pk' + '_live_' + made(24)}'; const publicKey = '{made(32)}'"),
    "docs-example": ("README.md", "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
    "encrypted": (".env.production", f"API_TOKEN=encrypted:{made(60)}\nJWT_SECRET=ENC[AES256_GCM,data:{made(20)}]"),
    "npmrc-variable": (".npmrc", f"//{REGISTRY}/:_authToken=${{NPM_TOKEN}}"),
    "ethereum": ("eth.ts", "const tokenContract = '0x" + made(40, "0123456789abcdef")[:-2] + "a7'"),
    "redis-keys": ("cache.ts", "const tokenKey = `user:${id}:token:2`; const secretKeyPrefix = 'app:secret:v1:keys'"),
    "password-file": ("compose.yml", "    POSTGRES_PASSWORD_FILE: /run/secrets/postgres1"),
    "token-id": ("config.ts", f"const tokenId = '{made(24)}'; const keyPath = 'secret/data/app1/keys'"),
    "recaptcha": ("captcha.ts", "const recaptchaKey = '6L" + made(38) + "'"),
    "lint-token": ("SentenceLength.yml", "token: \\b(\\w+)\\b"),
    "ignored": ("x.ts", f"const apiKey = '{made(32)}'; // healthtui:ignore"),
    "sequence": ("x.ts", "const apiKey = '0123456789abcdef0123456789abcdef'"),
    "kebab-sample": (".env.example", "SMTP_PASSWORD=email-server-password"),
    "instruction": (".env.example", 'SESSION_SECRET="generate-with-openssl-rand"\nAPI_KEY=put_it_here'),
    "secret-manager": ("serverless.yml", "  JWT_SECRET: ${ssm:/prod/jwt-secret-2}\n  API_KEY: !Ref ApiKey2Resource"),
    "cache-key": ("ci.yml", "      cache-key: node-modules-v2-abc1\n      key: ${{ runner.os }}-node-abc123-v2"),
    "digests": ("x.ts", f"const signature = '{made(64, '0123456789abcdef')}'; const etag = '{HEX}'; commit: '{HEX}'"),
    "generated": ("x.ts", "password: faker.internet.password(12), token: createToken2(user.id)"),
    "password-pattern": ("x.ts", "passwordPattern: /^(?=.*[A-Z])(?=.*\\d)[A-Za-z\\d@$!%*?&]{8,}$/"),
    "short-env": (".env", "DB_PASSWORD=white"),
    "policy": ("policy.ts", "scope: 'password:update', token: 'urn:ietf:params:oauth:token-type:v2'"),
}  # fmt: skip


@pytest.mark.parametrize("name, text", FIRES.values(), ids=FIRES)
def test_a_credential_is_found_once(name: str, text: str | bytes) -> None:
    assert len(findings(name, text)) == 1


@pytest.mark.parametrize("name, text", SILENT.values(), ids=SILENT)
def test_what_is_no_credential_is_not_reported(name: str, text: str | bytes) -> None:
    assert [(f.rule, f.line, f.preview) for f in findings(name, text)] == []


def test_an_ignore_marker_counts_for_its_own_line_only() -> None:
    text = f"const apiKey = '{made(32)}';\nconst a = '' // healthtui:ignore\nconst appSecret = '{made(32, seed=8)}';"
    assert [f.line for f in findings("x.ts", text)] == [1, 3]


@pytest.mark.parametrize(
    ("text", "context"),
    [
        (f"const t = '{token(1516239022)}'", "expired"),
        (f"const t = '{token(None)}'", ""),
        (f"  // apiKey = '{made(32)}'", "comment"),
        (f"/**\n * apiKey: '{made(32)}'\n */", "docs"),
        (f"  @ApiProperty({{ example: {{ accessToken: '{made(32)}' }} }})", "docs"),
        (f"const u = 'postgres://bob:{made(14)}@localhost:5432/x'", "local"),
        (f"const u = 'postgres://bob:{made(14)}@db.internal.net/x'", ""),
    ],
)
def test_the_context_of_a_finding(text: str, context: str) -> None:
    assert [f.context for f in findings("x.ts", text)] == [context]


def test_a_value_under_an_openapi_example_is_in_docs() -> None:
    text = f"schema:\n  example:\n    access:\n      token: {made(32)}\n  other:\n    token: {made(32, seed=8)}\n"
    assert [(f.line, f.context) for f in findings("api.yml", text)] == [(4, "docs"), (6, "")]


def test_lines_and_columns_count_characters_from_one() -> None:
    text = f"// é\nconst naïve = 'ü', t = '{'ghp' + '_' + made(36)}';\r\n"
    (finding,) = findings("x.ts", text)
    assert (finding.line, finding.column) == (2, 25)
    assert text.split("\n")[1][finding.column - 1 :].startswith("ghp" + "_")


def test_two_secrets_of_one_line_are_two_findings() -> None:
    text = f"a = '{'ghp' + '_' + made(36)}', apiKey = '{made(32)}'"
    found = findings("x.ts", text)
    assert [f.title for f in found] == ["GitHub Personal Access Token", "Secret in the code"]


@pytest.mark.parametrize("name, text", FIRES.values(), ids=FIRES)
def test_no_part_of_a_secret_is_in_its_finding(name: str, text: str | bytes) -> None:
    data = text.encode() if isinstance(text, str) else text
    (finding,) = findings(name, text)
    said = f"{finding.preview} {finding.context} {finding.digest}"
    for hit in hits_in(name, data):
        assert not any(hit.secret[i : i + 5] in said for i in range(len(hit.secret) - 4))
        assert hit.secret not in repr(hit)


@given(st.text(min_size=1, max_size=80))
@settings(max_examples=200)
def test_a_preview_shows_four_characters_of_a_long_value_and_none_of_a_short_one(secret: str) -> None:
    head, _, _ = masking.preview(secret).partition("…")
    assert head in ("", secret[:4]) and (len(secret) >= 20 or not head)


def test_equal_values_have_equal_digests_that_hold_a_key_of_this_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "one"))
    masking._key.cache_clear()
    first = masking.digest("a value"), masking.digest("another")
    (kept,) = (tmp_path / "one").rglob("*.key*")
    assert kept.stat().st_mode & 0o777 == 0o600 and first[0] != first[1]
    masking._key.cache_clear()
    assert masking.digest("a value") == first[0]
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "two"))
    masking._key.cache_clear()
    assert masking.digest("a value") != first[0]
    monkeypatch.undo()
    masking._key.cache_clear()


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 5000, bytes(range(256)) * 2000, b"secret='" * 50_000, b"{" * 100_000, b"\xff\xfe" * 3000, b"a" * (2 << 20)],
    ids=["empty", "nul", "binary", "repeats", "nested", "not-utf-8", "one-line"],
)
def test_any_bytes_are_read_within_a_second(data: bytes) -> None:
    engine_problem()
    start = time.perf_counter()
    SECRETS.read("x.ts", data)
    assert time.perf_counter() - start < 5  # against hangs


@given(st.binary(max_size=400))
@settings(max_examples=100)
def test_no_bytes_break_the_reader(data: bytes) -> None:
    SECRETS.read(".env", data)


@pytest.mark.parametrize(
    "path", ["a/package-lock.json", "yarn.lock", "node_modules/a/x.js", "logo.PNG", "app.min.js", "app.js.map"]
)
def test_lockfiles_images_and_built_files_are_not_scanned(path: str) -> None:
    assert not SECRETS.claims(path)


@pytest.mark.parametrize("path", ["src/a.ts", ".env", "dist/main.js", "Dockerfile", "id_rsa", "a/keys.json", "README.md"])
def test_text_files_are_scanned(path: str) -> None:
    assert SECRETS.claims(path)


def test_without_an_engine_each_file_says_that_it_was_not_scanned() -> None:
    code = (
        "import sys; sys.modules['kingfisher_sdk'] = None\n"
        "from healthtui.readers.secrets import SECRETS, engine_problem\n"
        "print(engine_problem()); print(SECRETS.read('a.ts', b'x'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.count("the secret engine is not available") == 2 and "findings=()" in done.stdout


def test_the_reader_costs_nothing_until_a_file_is_read_and_never_names_what_goes_online() -> None:
    code = "import sys, healthtui.readers.secrets; print('kingfisher_sdk' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "False"
    sources = [path.read_text() for path in Path(masking.__file__).parent.glob("*.py")]
    assert not any("Validator" in source or "Revoker" in source for source in sources)


@pytest.mark.parametrize(
    ("description", "title"),
    [
        ("Uncovered a possible 1Password secret key, potentially compromising access.", "1Password secret key"),
        ("AWS Session Token", "AWS Session Token"),
        ("Detected a password embedded in a service connection URI, which may expose it.", "Password"),
        ("", "Secret"),
    ],
)
def test_titles_are_short(description: str, title: str) -> None:
    assert title_of(description) == title
