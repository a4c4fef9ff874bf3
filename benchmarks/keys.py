"""How long a key waits for its repaint while a repository is scanned cold, in the real program and a terminal of its own.

    python benchmarks/keys.py REPOSITORY [--rounds 3]        # one with a server in it: else there is no row to move to

Each round starts twice: with nothing known, and with the card of the run before but none of its facts. Keys are pressed from
the first frame until two seconds after the card is live, each once the one before is drawn. Prints for each key the median,
the 95th percentile and the worst in milliseconds (the goals are 50, 150 and 400), and the processor seconds of a start.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from statistics import median

import psutil
from first_frame import LAST_RUN, LIVE, READING, Terminal  # type: ignore[import-not-found]  # the script beside this one

_WIDTH, _HEIGHT = 100, 40
_HEAD, _SIDE = 8, 30  # rows that the progress is drawn in, columns of the list
_PLACE = re.compile(rb"\x1b\[(\d+);(\d+)H")
_HELP = b"one down"
_DRAWN = b" Filter"  # the last line of the first frame
_FOOTER = re.compile(rb"\x1b\[[0-9;]*m Filter")  # with its colour, which is another one beneath the help
_BYTES = {"j": b"j", "?": b"?", "esc": b"\x1b[27u", "1": b"1"}
_PAUSE, _AFTER, _PATIENCE = 0.12, 2.0, 10.0  # seconds

Delays = defaultdict[str, list[float]]


def press_through(screen: Terminal, keys: tuple[str, ...], delays: Delays) -> None:
    """Presses keys in turn until the scan is over and has settled."""
    settled = 0.0
    while not settled or time.perf_counter() < settled:
        for key in keys:
            delays[key].append(_delay(screen, key))
            if not settled and LIVE in screen.written:
                settled = time.perf_counter() + _AFTER


def _delay(screen: Terminal, key: str) -> float:
    """Seconds until what a key does is on the screen."""
    footer = _FOOTER.findall(screen.written)[0]
    before, pressed = len(screen.written), time.perf_counter()
    screen.press(_BYTES[key])
    while not _is_drawn(key, screen.written[before:], footer) and time.perf_counter() < pressed + _PATIENCE:
        screen.hear(_PATIENCE)
    delay = time.perf_counter() - pressed
    screen.listen(_PAUSE)
    return delay


def _is_drawn(key: str, written: bytes, footer: bytes) -> bool:
    if key == "?":
        return _HELP in written
    if key == "esc":
        return footer in written
    return any(int(row) > _HEAD and int(column) <= _SIDE for row, column in _PLACE.findall(written))


def measure(repository: Path, delays: Delays, used: list[float]) -> None:
    with tempfile.TemporaryDirectory() as cache:
        with Terminal(repository, cache, _WIDTH, _HEIGHT) as screen:
            screen.until(READING)
            screen.until(_DRAWN)
            press_through(screen, ("?", "esc"), delays)
        for facts in Path(cache, "healthtui").glob("facts-*"):
            facts.unlink()
        with Terminal(repository, cache, _WIDTH, _HEIGHT) as screen:
            screen.until(LAST_RUN)
            screen.until(_DRAWN)
            press_through(screen, ("j", "?", "esc", "1"), delays)
            used.append(sum(psutil.Process(screen.process_id).cpu_times()[:4]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    delays: Delays = defaultdict(list)
    used: list[float] = []
    for _ in range(arguments.rounds):
        measure(arguments.repository.resolve(), delays, used)
    delays["all"] = [delay for times in list(delays.values()) for delay in times]
    print("key   pressed    p50    p95  worst  (ms)")
    for key, times in delays.items():
        times.sort()
        p95 = times[int(0.95 * (len(times) - 1))]
        print(f"{key:4} {len(times):8} {1000 * median(times):6.0f} {1000 * p95:6.0f} {1000 * times[-1]:6.0f}")
    print(f"{median(used):.1f} s of processor time a start")


if __name__ == "__main__":
    main()
