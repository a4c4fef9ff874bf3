"""Data access: which statements run queries, where, in which loops, and how many rows they may bring."""
