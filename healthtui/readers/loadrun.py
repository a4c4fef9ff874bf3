"""Outputs of load tests: k6 (both of its summaries, and its stream of points), Artillery 1 and 2, autocannon.

The content decides which it is; JSON that is none of them says nothing. k6's points are the only form without
percentiles: they are taken by linear interpolation, as k6 does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TypeGuard

import msgspec

from healthtui.facts.outputs import LoadRun
from healthtui.readers.base import Reader, ReadError
from healthtui.readers.text import decode, load_json
from healthtui.readers.values import as_dict

_WORD = re.compile(
    r"k6|artillery|autocannon|load|perf|stress|spike|soak|smoke|bench|latency|summary|reports?|results?|output", re.I
)
_TOOL_NAME = re.compile(r"k6|artillery|autocannon", re.I)
_PERCENTILE = re.compile(r"p\(?(\d{1,3}(?:[._]\d{1,4})?)\)?")
_NAMED = {"min": 0.0, "med": 50.0, "median": 50.0, "max": 100.0}
_ARTILLERYS = {"p999": 99.9}
_K6_METRIC = "http_req_duration"
_FROM_POINTS = (50.0, 90.0, 95.0, 99.0, 100.0)
_LONGEST = 1e12  # ms


class _Data(msgspec.Struct):
    value: float = -1.0


class _Point(msgspec.Struct):
    """A line of k6's stream; what else it says is passed over."""

    type: str = ""
    metric: str = ""
    data: _Data = msgspec.field(default_factory=_Data)


_decode_point = msgspec.json.Decoder(_Point).decode


def _read(name: str, data: bytes) -> tuple[LoadRun, ...]:
    if _K6_METRIC.encode() in data and b'"Point"' in data:
        return _of(_k6_points(data))
    try:
        root = load_json(data)
    except ReadError:
        if _TOOL_NAME.search(name):
            raise
        return ()
    return _of(_recognised(as_dict(root)))


def _of(run: LoadRun | None) -> tuple[LoadRun, ...]:
    return (run,) if run is not None and run.percentiles else ()


def _recognised(root: dict[str, object]) -> LoadRun | None:
    if metric := as_dict(as_dict(root.get("metrics")).get(_K6_METRIC)):
        return LoadRun("k6", _percentiles(as_dict(metric.get("values")) or metric))
    if "intermediate" in root and (aggregate := as_dict(root.get("aggregate"))):
        times = as_dict(as_dict(aggregate.get("summaries")).get("http.response_time"))
        return LoadRun("artillery", _percentiles(times or as_dict(aggregate.get("latency"))))
    if "connections" in root and "throughput" in root and (latency := as_dict(root.get("latency"))):
        return LoadRun("autocannon", _percentiles(latency))
    return None


def _percentiles(said: dict[str, object]) -> tuple[tuple[float, float], ...]:
    found = ((_percent(name), value) for name, value in said.items())
    return tuple(sorted((percent, float(value)) for percent, value in found if percent is not None and _is_time(value)))


def _percent(name: str) -> float | None:
    """`p95`, `p(95)`, `p97_5`, `p999`, `med`, `max`; None for any other."""
    match = _PERCENTILE.fullmatch(name)
    percent = (
        _NAMED.get(name, _ARTILLERYS.get(name)) if match is None or name in _ARTILLERYS else float(match[1].replace("_", "."))
    )
    return percent if percent is not None and percent <= 100 else None


def _is_time(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _LONGEST


def _k6_points(data: bytes) -> LoadRun | None:
    """The last line may be cut off, where the run was."""
    decode(data[:4096], "replace")
    values = sorted(_values(line for line in data.splitlines() if _K6_METRIC.encode() in line))
    if not values:
        return None
    return LoadRun("k6", tuple((percent, _at(values, percent)) for percent in _FROM_POINTS))


def _values(lines: Iterable[bytes]) -> Iterable[float]:
    for line in lines:
        try:
            point = _decode_point(line)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            continue
        if point.type == "Point" and point.metric == _K6_METRIC and _is_time(point.data.value):
            yield point.data.value


def _at(values: list[float], percent: float) -> float:
    """The percentile of sorted values."""
    position = (len(values) - 1) * percent / 100
    below = int(position)
    above = min(below + 1, len(values) - 1)
    return round(values[below] + (values[above] - values[below]) * (position - below), 3)


LOADRUN = Reader(
    name="loadrun",
    version=1,
    kinds=(LoadRun,),
    claims=lambda path: path.endswith((".json", ".jsonl", ".ndjson")) and bool(_WORD.search(path)),
    read=_read,
    reads_ignored=True,
    max_size=32 << 20,
)
