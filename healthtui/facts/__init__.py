"""The vocabulary: small frozen records of what is known, by kind.

A *read* fact comes from one file's bytes, is cached by content, and so knows its line and column but never its path.
A *derived* fact comes from facts across files and has a `Place`.
"""
