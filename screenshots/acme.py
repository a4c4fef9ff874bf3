"""A made-up backend, `acme-api`, as a scorecard: for the screenshots and for the tests of the screen."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from healthtui.engine.verdict import Outcome, Reason
from healthtui.facts.base import Place
from healthtui.facts.http import Endpoint, Operation
from healthtui.guidance.link import GuidanceLink
from healthtui.guidance.page import Page
from healthtui.scorecard.model import CheckResult, EvidenceEntry, PackageCard, Scorecard, SectionScore
from healthtui.tree.base import Repository
from healthtui.tui.source import Change, Phase, Status

_P, _W, _F, _U = Outcome.PASS, Outcome.WARN, Outcome.FAIL, Outcome.UNKNOWN
_WEIGHTS = {"critical": 10.0, "high": 7.5, "medium": 5.0, "low": 2.5}
_TITLES = {
    "structure": "Structure",
    "quality": "Quality",
    "security": "Security",
    "errors": "Errors",
    "database": "Database",
    "testing": "Testing",
}
_CHECKS: tuple[tuple[str, str, str, Outcome, float, str, str], ...] = (
    ("structure.layout", "Standard layout", "low", _P, 1.0, "7/8", "7 of the 8 roles have a home"),
    ("structure.thin-controllers", "Thin controllers", "medium", _W, 0.58, "5/6", "1 of 6 controllers queries the database"),
    ("structure.http-free-services", "HTTP-free services", "medium", _P, 1.0, "6/6", "No service knows of HTTP"),
    ("structure.repositories", "Repositories", "medium", _P, 1.0, "21/22", "21 of 22 queries go through a repository"),
    ("structure.middleware", "Middleware", "medium", _P, 1.0, "3 of 3", "Auth, validation and logging are middleware"),
    ("structure.config", "Config in one place", "medium", _W, 0.65, "8/13", "5 of 13 reads of process.env are elsewhere"),
    ("quality.strict-types", "Strict types", "high", _P, 1.0, "strict", "tsconfig.json sets strict"),
    ("quality.lint-format", "Lint and format", "medium", _P, 1.0, "both", "ESLint and Prettier are configured"),
    ("security.input-validation", "Input validated", "critical", _W, 0.8, "17/23", "6 of 23 routes read input without a schema"),
    ("security.rate-limiting", "Rate limiting", "high", _F, 0.0, "none", "No limiter is applied to any of the 23 routes"),
    ("security.headers", "Security headers", "medium", _P, 1.0, "helmet", "Helmet covers all routes"),
    ("security.cors", "CORS origins", "high", _F, 0.0, "1 open", "CORS is open to every origin"),
    ("security.authenticated-endpoints", "Endpoints behind auth", "critical", _W, 0.76, "15/21", "6 of 21 routes are open"),
    ("security.secrets", "No secrets in code", "critical", _P, 1.0, "", "No secret was found in 214 files"),
    ("security.env-files", "Env files", "high", _P, 1.0, "ignored", ".env is ignored, .env.example is tracked"),
    ("security.audit", "npm audit", "high", _U, 0.0, "no output", "No audit output; looked for audit.json"),
    ("errors.central-handler", "Central error handler", "high", _P, 1.0, "1", "src/middleware/error.ts answers every error"),
    ("errors.structured-logging", "Structured logging", "medium", _W, 0.5, "mixed", "Pino, and 9 calls of console"),
    ("database.n-plus-one", "No N+1 queries", "medium", _F, 0.0, "4 loops", "4 queries are awaited inside loops"),
    ("database.pagination", "Pagination", "medium", _W, 0.78, "6/9", "3 of 9 lists have no bound"),
    ("testing.unit", "Services tested", "high", _W, 0.68, "4/7", "3 of 7 services are imported by no test"),
    ("testing.integration", "Endpoints tested", "high", _P, 1.0, "5/6", "Supertest requests 5 of 6 route modules"),
    ("testing.mocks", "Mocks", "low", _P, 1.0, "12", "External dependencies are mocked"),
    ("testing.error-scenarios", "Error scenarios", "medium", _P, 1.0, "31 %", "26 of 84 cases expect an error"),
    ("testing.results", "Tests pass", "high", _U, 0.0, "stale 2 h", "The results are 2 h older than the code"),
    ("testing.coverage", "Coverage", "high", _U, 0.0, "no report", "No coverage report; looked for coverage/lcov.info"),
)  # fmt: skip
_COMMANDS = {
    "security.audit": "npm audit --json > audit.json",
    "testing.results": "npx jest --json --outputFile=test-results.json",
    "testing.coverage": "npx jest --coverage",
}
_REASONS = {"testing.results": Reason.STALE}
_EVIDENCE = {
    "structure.thin-controllers": [("src/controllers/orders.controller.ts", 31, 22, "prisma.order.findMany() in a controller")],
    "structure.config": [
        ("src/services/mail.service.ts", 12, 16, "process.env.SMTP_HOST"),
        ("src/services/mail.service.ts", 13, 16, "process.env.SMTP_PORT"),
        ("src/app.ts", 9, 14, "process.env.PORT"),
        ("src/jobs/invoice.job.ts", 7, 20, "process.env.INVOICE_FROM"),
        ("src/jobs/invoice.job.ts", 8, 20, "process.env.INVOICE_BCC"),
    ],
    "security.input-validation": [
        ("src/routes/orders.ts", 14, 1, "POST /orders reads body without a schema"),
        ("src/routes/orders.ts", 31, 1, "PATCH /orders/:id reads body without a schema"),
        ("src/routes/users.ts", 22, 1, "PUT /users/:id reads body without a schema"),
        ("src/routes/search.ts", 8, 1, "GET /search reads query without a schema"),
        ("src/routes/files.ts", 11, 1, "POST /files reads body without a schema"),
        ("src/routes/files.ts", 19, 1, "GET /files reads query without a schema"),
    ],
    "security.rate-limiting": [
        ("src/app.ts", 18, 1, "app.use(cors()): no limiter before it"),
        ("src/routes/auth.ts", 9, 1, "POST /login takes any number of tries"),
        ("src/routes/auth.ts", 14, 1, "POST /register takes any number of tries"),
    ],
    "security.headers": [("src/app.ts", 17, 1, "app.use(helmet())")],
    "security.cors": [("src/app.ts", 18, 9, "cors() allows every origin")],
    "security.authenticated-endpoints": [
        ("src/routes/orders.ts", 8, 1, "GET /orders has no guard"),
        ("src/routes/files.ts", 11, 1, "POST /files has no guard"),
    ],
    "errors.structured-logging": [("src/jobs/invoice.job.ts", 24, 5, "console.log('sent', id)")],
    "database.n-plus-one": [
        ("src/services/orders.service.ts", 42, 23, "prisma.item.findMany() in for … of orders"),
        ("src/services/orders.service.ts", 67, 25, "prisma.user.findUnique() in orders.map()"),
    ],
    "database.pagination": [("src/repositories/orders.repository.ts", 15, 12, "order.findMany() without take")],
    "testing.unit": [("src/services/mail.service.ts", 0, 0, "imported by no test")],
}
_GUIDANCE = {
    "security.rate-limiting": GuidanceLink(
        "senior-backend", "Security", 31, "Rate limiting on all public endpoints", "security-guidelines"
    ),
}
# method, path, file, line; behind auth, public, reads input, validated, limited, read, tested
_ROUTES = (
    ("POST", "/auth/login", "src/routes/auth.ts", 9, False, True, True, True, False, True, True),
    ("POST", "/auth/register", "src/routes/auth.ts", 14, False, True, True, True, False, True, True),
    ("GET", "/orders", "src/routes/orders.ts", 8, False, False, False, False, False, True, True),
    ("POST", "/orders", "src/routes/orders.ts", 14, True, False, True, False, False, True, True),
    ("GET", "/orders/:id/lines/:lineId/history", "src/routes/orders.ts", 27, True, False, True, True, False, True, False),
    ("POST", "/files", "src/routes/files.ts", 11, False, False, True, False, False, True, False),
    ("GET", "/search", "src/routes/search.ts", 8, False, False, True, False, False, False, False),
    ("GET", "/health", "src/app.ts", 20, False, True, False, False, True, True, True),
)  # fmt: skip
_APP = {
    16: "const app = express();",
    17: "app.use(helmet());",
    18: "app.use(cors());",
    19: "app.use('/auth', authRouter);",
    20: "app.use('/orders', ordersRouter);",
}


def acme(**changes: tuple[Outcome, float, str]) -> Scorecard:
    """`security_cors=(Outcome.PASS, 1.0, "named")` gives that check another verdict."""
    rows = []
    for id, title, risk, outcome, value, short, summary in _CHECKS:
        name = id.replace(".", "_").replace("-", "_")
        if name in changes:
            outcome, value, short = changes[name]
            summary = {_P: "In order now", _F: "No longer in order"}.get(outcome, summary)
        rows.append(_result(id, title, risk, outcome, value, short, summary))
    return scored(rows)


def _result(id: str, title: str, risk: str, outcome: Outcome, value: float, short: str, summary: str) -> CheckResult:
    evidence = tuple(EvidenceEntry(*entry) for entry in _EVIDENCE.get(id, []))
    met, _, of = short.partition("/")
    return CheckResult(
        id, ".", title, outcome, value if outcome.is_known else None, risk, _WEIGHTS[risk], 0.0, summary, short, evidence,
        int(met) if of else None, int(of) if of else None, None if outcome is not _U else _REASONS.get(id, Reason.NO_EVIDENCE),
        _COMMANDS.get(id, "") if outcome is _U else "", _GUIDANCE.get(id), bounds=(0.9, 0.5) if of else None,
    )  # fmt: skip


def scored(checks: list[CheckResult]) -> Scorecard:
    """A card over these checks, by the catalogue's rules."""
    applicable = sum(check.weight for check in checks if check.outcome is not Outcome.NOT_APPLICABLE)
    known = [check for check in checks if check.outcome.is_known]
    weight, got = sum(check.weight for check in known), sum(check.weight * (check.value or 0) for check in known)
    score = 100 * got / weight if weight else None
    low, high = (100 * got / applicable, 100 * (got + applicable - weight) / applicable) if applicable else (0.0, 100.0)
    lifted = [
        msgspec.structs.replace(check, points=100 * check.weight * (1 - (check.value or 0)) / weight)
        if check.outcome in (_W, _F) else check
        for check in checks
    ]  # fmt: skip
    sections = tuple(
        SectionScore(id, title, _mean([check for check in known if check.section == id])) for id, title in _TITLES.items()
    )
    recognised = ("Express", "Helmet", "Prisma")
    package = PackageCard(".", "acme-api", ("express",), recognised, score, applicable, _endpoints(), (_REVENUE,))
    repository = Repository("acme-api", "/srv/acme-api", "4f1c2ab", "main", True, True)
    grade = next((letter for letter, least in zip("ABCD", (90, 75, 60, 40), strict=True) if (score or 0) >= least), "E")
    if grade == "A" and any(check.outcome is _U and check.risk in ("high", "critical") for check in checks):
        grade = "B"
    return Scorecard(
        repository,
        (package,),
        score,
        (low, high),
        weight / applicable if applicable else 0.0,
        grade,
        (),
        sections,
        tuple(lifted),
    )


def _endpoints() -> tuple[Endpoint, ...]:
    return tuple(
        Endpoint(
            Place(file, line, 1), method, path, None, file, is_public, is_authenticated, reads_input, is_validated, is_limited,
            is_read, "requireUser" if is_authenticated else "", "zod" if is_validated else "", is_tested,
        )
        for method, path, file, line, is_authenticated, is_public, reads_input, is_validated, is_limited, is_read, is_tested
        in _ROUTES
    )  # fmt: skip


_REVENUE = Operation(
    Place("src/graphql/revenue.ts", 6, 3), "subscription", "revenue", "src/graphql/revenue.ts", True, False, True, False
)


def _mean(checks: list[CheckResult]) -> float | None:
    weight = sum(check.weight for check in checks)
    return 100 * sum(check.weight * (check.value or 0) for check in checks) / weight if weight else None


_PAGE = {
    "Why": "Without a limit one client can try every password, or simply ask for more than your server can give.\n",
    "Do": "Limit every route gently, the auth routes hard.\n\n```ts\n// Express\napp.use(rateLimit({ windowMs: 15 * 60_000, "
    "limit: 100 }));\napp.use('/auth', rateLimit({ windowMs: 60_000, limit: 5 }));\n```\n",
    "Instead of": "```ts\napp.post('/login', login); // as often as you like\n```\n",
    "Counts as done": "`express-rate-limit`, `@fastify/rate-limit` or `@nestjs/throttler`, applied globally or to the auth "
    "routes.\n",
    "Read": "- [Blocking brute-force attacks (OWASP)](https://owasp.org/www-community/controls/Blocking_Brute_Force_Attacks)\n",
}
_LIVE = Status(Phase.LIVE)


class AcmeSource:
    """A source that shows the cards it is handed, and records what is asked of it."""

    def __init__(self, card: Scorecard | None, status: Status = _LIVE) -> None:
        self.card, self.status = card, status
        self.last_card: Scorecard | None = None
        self.asked: list[str] = []
        self.sections = _PAGE

    def start(self, on_card: Callable[[Scorecard, Change], None], on_status: Callable[[Status], None]) -> None:
        self.on_card, self.on_status = on_card, on_status
        on_status(self.status)
        if self.card is not None:
            on_card(self.card, Change())

    def stop(self) -> None:
        self.asked.append("stop")

    def pause(self) -> None:
        self.asked.append("pause")
        self.on_status(Status(Phase.PAUSED, waiting=3))

    def resume(self) -> None:
        self.asked.append("resume")
        self.on_status(Status(Phase.LIVE))

    def look_again(self) -> None:
        self.asked.append("look again")

    def rerun(self) -> None:
        self.asked.append("rerun")

    def excerpt(self, path: str, line: int, around: int) -> list[tuple[int, str]]:
        if path != "src/app.ts":
            return []
        return [(number, text) for number, text in _APP.items() if abs(number - line) <= around]

    def page(self, check_id: str) -> Page:
        return Page(check_id, "Rate limiting", self.sections)
