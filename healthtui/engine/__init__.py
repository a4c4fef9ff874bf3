"""Schedules reading and judging: the pool, the cache, and checks as memoised queries."""
