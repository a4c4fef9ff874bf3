"""How tests are declared, what they expect, and what stands in for the real thing in them."""

from __future__ import annotations

import re

# the functions that declare a case; `it.only`, `test.each(table)` and the like are of them
DECLARES = {"it", "test", "specify", "fit", "xit", "xtest", "Scenario"}
MODIFIERS = {
    "only",
    "skip",
    "concurrent",
    "sequential",
    "serial",
    "failing",
    "fails",
    "each",
    "for",
    "cb",
    "slow",
    "skipIf",
    "runIf",
}
CONTEXTS = {"t", "tap", "qunit", "QUnit"}  # `t.test(…)`: a case within a case

# assertions that expect a failure, by the last name
FAILURE_ASSERTIONS = {
    "toThrow", "toThrowError", "toThrowErrorMatchingSnapshot", "toThrowErrorMatchingInlineSnapshot", "throw", "throws",
    "throwsAsync",
    "rejects", "rejected", "rejectedWith", "isRejected", "toBeRejected", "expectError", "expectException",
}  # fmt: skip
# … and by a name on the way: `expect(x).rejects.toEqual(…)`
REJECTIONS = {"rejects", "rejected", "rejectedWith"}
ASSERTS = re.compile(
    r"^(?:expect|assert|should|chai|t|tap|strict)$|^(?:to[A-Z]\w*|equals?|eql?|is|same|strictEqual|deepEqual|deepStrictEqual|status"
    r"|expect\w*|assert\w*|include|includes|match|property|statusCode|have|instanceOf|instanceof|an?|ok)$"
)
STATUS_SUBJECT = re.compile(r"(?:^|\.|_)(?:\w*status(?:Code)?|\w*code)(?:\.mock\.\w.*)?$", re.I)
STATUS_METHODS = {"expect", "expectStatus", "status", "toHaveStatus", "statusCode", "toBeHttpStatus", "toHaveStatusCode"}
ERROR_SUBJECT = re.compile(
    r"(?:^|\.|_)(?:err|errs|error|errors|errors[A-Z]\w*|exception|e)(?:\.|$)|\w*Errors?(?:\.|$)|\berror(?:Message|Code|Type|Raw)\b"
)
MORE_THAN = {"toBeGreaterThan", "greaterThan", "above", "gt", "isAbove"}
ERROR_NAME = re.compile(r"\w*(?:Error|Exception)$")
ERROR_TEXT = re.compile(
    r"\b(?:errors?|must|invalid|not found|unauthori[sz]ed|forbidden|denied|required|fail(?:ed|ure)?|incorrect|cannot|already)\b",
    re.I,
)
MESSAGE = re.compile(r"(?:^|\.|_)(?:message|msg|error\w*|title|detail)$|Message$", re.I)
ERROR_HELPER = re.compile(
    r"^(?:expect|assert|should|check|verify)\w*(?:Error|Fail\w*|Unauthori[sz]ed|Forbidden|NotFound|BadRequest|Rejected|Denied|Invalid)",
    re.I,
)
NEGATIONS = {
    "not",
    "notEqual",
    "notStrictEqual",
    "doesNotThrow",
    "notThrows",
    "doesNotReject",
    "notDeepEqual",
    "toNotEqual",
    "isNot",
}
EMPTY_MATCHERS = {
    "toBeUndefined", "toBeNull", "toBeFalsy", "undefined", "null", "isUndefined", "isNull", "notOk", "isNotOk", "ifError",
    "empty", "toBeEmpty", "isEmpty", "falsy",
}  # fmt: skip

# stand-ins: (package, members; () for any use)
DOUBLES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(
        (
            *(
                "sinon",
                "ts-sinon",
                "testdouble",
                "td",
                "nock",
                "msw",
                "proxyquire",
                "rewire",
                "rewiremock",
                "mockery",
                "esmock",
                "quibble",
            ),
            *("ts-mockito", "@johanblumenberg/ts-mockito", "@typestrong/ts-mockito", "typemoq", "moq.ts", "jest-mock-extended"),
            *("vitest-mock-extended", "@golevelup/ts-jest", "@golevelup/ts-vitest", "@golevelup/ts-sinon", "@automock/jest"),
            *("@automock/sinon", "@suites/unit", "mock-fs", "memfs", "mock-require", "aws-sdk-client-mock", "aws-sdk-mock"),
            *("axios-mock-adapter", "jest-mock-axios", "jest-fetch-mock", "vitest-fetch-mock", "fetch-mock", "jest-date-mock"),
            *(
                "ioredis-mock",
                "redis-mock",
                "redis-memory-server",
                "pg-mem",
                "prismock",
                "mockingoose",
                "sequelize-mock",
                "mock-knex",
            ),
            *(
                "node-mocks-http",
                "mongodb-memory-server",
                "mongodb-memory-server-core",
                "mongodb-memory-server-global",
                "mockgoose",
            ),
            *(
                "testcontainers",
                "nodemailer-mock",
                "smtp-tester",
                "mock-socket",
                "stripe-mock",
                "jest-mock",
                "jest-when",
                "pactum/mock",
            ),
            *("sinon-chai", "jest-websocket-mock", "@pact-foundation/pact", "mockttp", "mock-aws-s3", "@shelf/jest-mongodb"),
        ),
        (),
    ),
    "undici": ("MockAgent", "MockPool", "MockClient"),
}
TESTCONTAINERS_SCOPE = "@testcontainers/"
RUNNER_OBJECTS = {"jest", "vi", "vitest", "import_globals"}
RUNNER_DOUBLES = {
    "mock", "doMock", "unstable_mockModule", "setMock", "fn", "spyOn", "mocked", "createMockFromModule", "genMockFromModule",
    "replaceProperty", "stubGlobal", "stubEnv", "mockObject",
}  # fmt: skip
JASMINE_DOUBLES = {"createSpy", "createSpyObj", "spyOnAllFunctions", "spyOnProperty"}
GLOBAL_DOUBLES = {"spyOn", "spyOnProperty", "spyOnAllFunctions"}  # of Jasmine, called by their bare name
NODE_DOUBLES = {"method", "fn", "getter", "setter", "module", "timers", "property"}  # of `mock`
NEST_OVERRIDES = {"overrideProvider", "overrideGuard", "overrideInterceptor", "overridePipe", "overrideFilter", "overrideModule"}
NEST_STANDINS = {"useValue", "useFactory", "useClass"}
DOUBLE_CLASS = re.compile(r"^(?:Mock|Fake|Stub|Dummy|InMemory)[A-Z]|(?:Mock|Fake|Stub)$")
SETUP_NAME = re.compile(
    r"^(?:(?:jest|vitest|mocha|test)[._-]?setup|setup[._-]?(?:jest|vitest|tests?|files?(?:-after-env)?))\b", re.I
)

# HTTP-level clients
VERBS = {
    "get": "GET",
    "post": "POST",
    "put": "PUT",
    "patch": "PATCH",
    "delete": "DELETE",
    "del": "DELETE",
    "head": "HEAD",
    "options": "OPTIONS",
}
WHOLE_REQUESTS = {
    "request", "fetch", "inject", "got", "axios", "ky", "superagent", "visit", "goto", "needle", "undici",
    "apiRequest", "authFetch",
}  # fmt: skip
PATH_KEYS = ("url", "uri", "path")
METHOD_KEYS = ("method",)
BASE_KEYS = ("baseURL", "baseUrl", "prefixUrl", "prefix")
# what has `get` or `post` and takes paths, but asks nobody: stand-ins, and applications that tests build
NO_CLIENTS = {"nock", "msw", "axios-mock-adapter", "fetch-mock", "mockttp", "express", "fastify", "koa", "@koa/router", "lodash"}
