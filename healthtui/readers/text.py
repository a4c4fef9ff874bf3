"""Bytes to text, and JSON to plain values: what every reader begins with."""

from __future__ import annotations

import re

import msgspec

from healthtui.readers.base import ReadError

_AT_BYTE = re.compile(r"\s*\(byte (\d+)\)$")


def decode(data: bytes, errors: str = "strict") -> str:
    """UTF-8 text without its byte order mark. Raises `ReadError` for binary content, and unless `errors` is "replace"
    for bytes that are not UTF-8."""
    if b"\0" in data[:4096]:
        raise ReadError("binary content, not text")
    try:
        return data.decode("utf-8-sig", errors)
    except UnicodeDecodeError as error:
        raise ReadError("not UTF-8 text", data.count(b"\n", 0, error.start) + 1) from None


def load_json(data: bytes) -> object:
    """Strict JSON as plain values, without places. Raises `ReadError` with the line of the mistake."""
    encoded = decode(data).encode()
    if not encoded.strip():
        raise ReadError("empty file, expected JSON")
    try:
        return msgspec.json.decode(encoded)
    except RecursionError:
        raise ReadError("nested too deeply to be read") from None
    except msgspec.DecodeError as error:
        raise _malformed(str(error), encoded) from None


def _malformed(message: str, encoded: bytes) -> ReadError:
    at = _AT_BYTE.search(message)
    line = encoded.count(b"\n", 0, int(at[1]) if at else len(encoded)) + 1
    reason = _AT_BYTE.sub("", message).removeprefix("JSON is malformed: ")
    return ReadError(f"not valid JSON: {'the file is cut off' if 'truncated' in reason else reason}", line)
