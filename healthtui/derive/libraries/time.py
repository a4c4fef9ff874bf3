"""What names mean in code that reckons with time: units, clocks, and the libraries of dates."""

from __future__ import annotations

import re

_UNITS = (
    (0.001, "ms msec msecs millisecond milliseconds"),
    (1, "s sec secs second seconds"),
    (60, "m min mins minute minutes"),
    (3600, "h hr hrs hour hours"),
    (86400, "d day days"),
    (604800, "w week weeks"),
    (2629800, "mo mon month months"),
    (31557600, "y yr yrs year years"),
)
SECONDS = {name: float(seconds) for seconds, names in _UNITS for name in names.split()}
_SPAN = re.compile(r"\s*\+?(\d+(?:\.\d+)?|\.\d+)\s*([A-Za-z]+)?\s*(?:from now)?\s*")

ROUNDING = {"floor", "round", "ceil", "trunc", "Number", "parseInt", "parseFloat", "toNumber", "int"}
NUMBERS = {"Number", "parseInt", "parseFloat", "toNumber", "int"}
CLOCKS = {"now", "moment", "dayjs", "utc", "local", "Date"}
SAME_TIME = {"valueOf", "getTime", "toMillis", "toDate", "toJSDate", "asMilliseconds", "clone", "utc", "toString", "toISOString"}
IN_SECONDS = {"unix", "toSeconds", "toUnixInteger", "getUnixTime", "asSeconds"}
ADDING = {"add": 1, "plus": 1, "subtract": -1, "minus": -1}
DATE_FNS = {
    f"add{name.capitalize()}": SECONDS[name] for name in ("seconds", "minutes", "hours", "days", "weeks", "months", "years")
}
DURATIONS = {"duration", "fromObject"}


def unit(name: str) -> float | None:
    """The seconds of a unit: `m` is a minute and `M` a month where moment writes it so."""
    return SECONDS["month"] if name == "M" else SECONDS.get(name.lower())


def span(text: str) -> tuple[float, bool] | None:
    """`15m`, `7 days`, `1.5 hrs` as (seconds, True); a number without a unit as (number, False); None for anything else."""
    match = _SPAN.fullmatch(text)
    if match is None:
        return None
    if match[2] is None:
        return float(match[1]), False
    seconds = unit(match[2])
    return (float(match[1]) * seconds, True) if seconds is not None else None
