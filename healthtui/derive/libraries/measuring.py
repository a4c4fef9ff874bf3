"""Modules whose import means that a backend is measured. Data only."""

from __future__ import annotations

LOAD_TESTERS = {
    "k6": "k6", "autocannon": "autocannon", "@gatling.io/core": "Gatling", "@gatling.io/http": "Gatling",
}  # fmt: skip

PROFILERS = {
    "clinic": "clinic", "@clinic/doctor": "clinic", "@clinic/flame": "clinic", "@clinic/bubbleprof": "clinic",
    "@nearform/doctor": "clinic", "@nearform/flame": "clinic", "0x": "0x", "@pyroscope/nodejs": "pyroscope",
    "pyroscope": "pyroscope", "v8-profiler": "v8-profiler", "v8-profiler-next": "v8-profiler", "v8-profiler-node8": "v8-profiler",
    "pprof": "pprof", "@datadog/pprof": "pprof", "@google-cloud/profiler": "Cloud Profiler",
    "@sentry/profiling-node": "Sentry profiling", "gc-profiler": "gc-profiler",
}  # fmt: skip

INSPECTORS = {"inspector", "node:inspector", "inspector/promises", "node:inspector/promises"}
PROFILER_DOMAINS = ("Profiler.", "HeapProfiler.")  # of the inspector's protocol
