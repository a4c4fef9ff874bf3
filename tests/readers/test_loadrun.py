from __future__ import annotations

import json

import pytest

from healthtui.facts.outputs import LoadRun
from healthtui.readers.base import ReadError
from healthtui.readers.loadrun import LOADRUN


def read(document: object, name: str = "load.json") -> tuple[LoadRun, ...]:
    data = document if isinstance(document, str) else json.dumps(document)
    found = LOADRUN.read(name, data.encode())
    return tuple(one for one in found if isinstance(one, LoadRun))


def test_percentiles_by_all_names_in_order() -> None:
    latency = {"p97_5": 40, "min": 1, "p50": 9, "p99_99": 80, "max": 90, "average": 12, "totalCount": 5, "p999": True}
    (run,) = read({"connections": 1, "throughput": {}, "latency": latency})
    assert run == LoadRun("autocannon", ((0.0, 1.0), (50.0, 9.0), (97.5, 40.0), (99.99, 80.0), (100.0, 90.0)))


def test_points_of_k6_give_the_percentile_by_interpolation() -> None:
    points = [
        {"type": "Point", "metric": "http_req_duration", "data": {"time": "2026-01-01T00:00:00Z", "value": value}}
        for value in range(1, 102)
    ]
    (run,) = read("\n".join(json.dumps(point) for point in reversed(points)), "points.jsonl")
    assert dict(run.percentiles)[95.0] == 96.0


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        {"metrics": {"http_req_duration": {"p(95)": "fast"}}},
        {"metrics": {"http_req_duration": {"p(950)": 3, "p(95)": -1}}},
        {"intermediate": [], "aggregate": {"latency": []}},
        {"connections": 1, "throughput": {}, "latency": {"p99": 1e300}},
        '{"type":"Point","metric":"http_req_duration"',
        "{",
    ],
)
def test_what_is_no_output_says_nothing(document: object) -> None:
    assert read(document) == ()


def test_a_broken_file_of_a_telling_name_is_refused() -> None:
    with pytest.raises(ReadError, match="cut off"):
        read('{"metrics": {', "k6-summary.json")


@pytest.mark.parametrize(
    ("path", "is_claimed"),
    [
        ("k6-summary.json", True),
        ("perf/a.json", True),
        ("out/points.ndjson", False),
        ("src/data.json", False),
        ("reports/a.xml", False),
    ],
)
def test_paths(path: str, is_claimed: bool) -> None:
    assert LOADRUN.claims(path) is is_claimed
