from __future__ import annotations

import pytest

from healthtui.readers.measuring import calls_in


@pytest.mark.parametrize(
    ("line", "tools"),
    [
        ("k6 run --vus 10 checkout.js", ["k6"]),
        ("start-server-and-test start 3000 'npx autocannon -d 5 localhost:3000'", ["autocannon"]),
        ("sudo ./node_modules/.bin/artillery@2 run a.yml && echo done", ["Artillery"]),
        ("clinic flame -- node app.js", ["clinic"]),
        ("clinic --help", []),
        ("node --prof app.js", ["node --prof"]),
        ("node --prof-process isolate.log", ["node --prof"]),
        ("NODE_OPTIONS='--cpu-prof' npm start", ["node --cpu-prof"]),
        ("node --inspect --profile app.js", []),
        ("node tint.js 0x10 0x20", []),
        ("npm install -g autocannon", []),
        ("git clone k6 run", []),
        ("# k6 run a.js", []),
        ("echo k6 run a.js", []),
        ("yarn exec " * 100_000, []),
        ("", []),
    ],
)
def test_tools_that_a_line_of_a_shell_runs(line: str, tools: list[str]) -> None:
    assert [tool for _, tool in calls_in(line)] == tools
