"""What durations are reckoned from the code that says them."""

from __future__ import annotations

import pytest

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.durations import Durations, Quantity
from healthtui.derive.inputs import module_of
from healthtui.derive.libraries.time import span
from tests.literate import bench_of

IMPORTS = """
import ms from 'ms';
import moment from 'moment';
import dayjs from 'dayjs';
import { DateTime } from 'luxon';
import { addDays, getUnixTime } from 'date-fns';
const SECOND = 1000, MINUTE = 60 * SECOND;
"""


@query
def _reckoned(db: Database, path: str) -> tuple[Quantity, ...]:
    module = module_of(db, path)
    assert module is not None
    (binding,) = [one for one in module.bindings if one.name == "it"]
    return tuple(Durations(db, path).of(path, binding.value, -1))


def reckoned(code: str) -> Quantity | None:
    found = _reckoned(bench_of({"src/a.ts": f"{IMPORTS}const it = {code};"}).db, "src/a.ts")
    return found[0] if len(found) == 1 else None


@pytest.mark.parametrize(
    ("code", "number", "now"),
    [
        ("60 * 60", 3600, 0),
        ("15 * MINUTE", 900_000, 0),
        ("Number('3600')", 3600, 0),
        ("+'60'", 60, 0),
        ("ms('15m') / 1000", 900, 0),
        ("Math.floor(Date.now() / 1000) + 60 * 60", 3600, 0.001),
        ("new Date().getTime() + 2 * MINUTE", 120_000, 1),
        ("new Date(Date.now() + MINUTE)", 60_000, 1),
        ("moment().add(30, 'days').unix()", 2_592_000, 0.001),
        ("moment.utc().add({ hours: 2 }).valueOf()", 7_200_000, 1),
        ("dayjs().add(1, 'day').unix()", 86_400, 0.001),
        ("DateTime.now().plus({ minutes: 5 }).toSeconds()", 300, 0.001),
        ("getUnixTime(addDays(new Date(), 1))", 86_400, 0.001),
        ("moment.duration(2, 'hours').asSeconds()", 7200, 0),
    ],
)
def test_arithmetic_of_numbers_and_dates_is_reckoned(code: str, number: float, now: float) -> None:
    found = reckoned(code)
    assert found is not None
    assert (round(found.number, 6), round(found.now, 6), found.text) == (number, now, "")


@pytest.mark.parametrize(("code", "text"), [("'15m'", "15m"), ("`${15}m`", "15m"), ("`${SECOND / 1000}s`", "1s")])
def test_text_keeps_its_unit(code: str, text: str) -> None:
    found = reckoned(code)
    assert found is not None
    assert found.text == text


@pytest.mark.parametrize("code", ["unheard()", "true", "null", "''", "1 / 0", "'a' * 2", "process.env.NOWHERE", "(x) => x"])
def test_what_is_no_duration_is_not_known(code: str) -> None:
    assert reckoned(code) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("15m", (900.0, True)),
        ("7 days", (604_800.0, True)),
        ("1.5 hrs", (5400.0, True)),
        ("1M", (2_629_800.0, True)),
        ("3600", (3600.0, False)),
        ("soon", None),
        ("15 parsecs", None),
        ("", None),
        ("-1h", None),
    ],
)
def test_spans_are_read_as_their_libraries_read_them(text: str, found: tuple[float, bool] | None) -> None:
    assert span(text) == found
