"""Configurations of proxies: whether they compress, speak TLS, set security headers. Directives are matched line by line."""

from __future__ import annotations

import re
from posixpath import basename, dirname

import msgspec

from healthtui.facts.project import ProxyConfig
from healthtui.readers.base import Reader
from healthtui.readers.text import decode


class _Tool(msgspec.Struct, frozen=True):
    name: str
    claims: re.Pattern[str]
    compression: re.Pattern[str]
    tls: re.Pattern[str]


def _tool(name: str, claims: str, compression: str, tls: str) -> _Tool:
    return _Tool(name, re.compile(claims), *(re.compile(rf"\s*(?:{one})", re.I) for one in (compression, tls)))


_TOOLS = (
    _tool(
        "nginx",
        r"(?:^|.*[._-])nginx(?:[._-].*)?\.(?:conf|template|tmpl|tpl)(?:\.\w+)*$|nginx/.*\.(?:conf|template|tmpl|tpl)$",
        r"(?:gzip|brotli|zstd)\s+on\s*;",
        r"listen\s+[^;]*\b(?:443|ssl)\b|ssl_certificate\s|(?:return|rewrite)\s[^;]*https://",
    ),
    _tool(
        "Caddy",
        r"(?:^|.*[._-])caddyfile(?:[._-].*)?$",
        r"encode\s+(?:\{|.*\b(?:gzip|zstd|br)\b)|encode\s*$",
        r"tls\b|https://|[a-z0-9-]+(?:\.[a-z0-9-]+)+\s*(?:,.*)?\{",
    ),
    _tool(
        "Apache",
        r"(?:httpd|apache)(?:[._-].*)?\.conf$|\.htaccess$|(?:httpd|apache2?)/.*\.conf$",
        r"(?:AddOutputFilterByType|SetOutputFilter)\s+(?:DEFLATE|BROTLI)",
        r"SSLEngine\s+on|(?:RewriteRule|Redirect)\s.*https://",
    ),
    _tool(
        "HAProxy",
        r"haproxy(?:[._-].*)?\.cfg$|haproxy/.*\.cfg$",
        r"compression\s+algo",
        r"bind\s.*\bssl\b|.*redirect\s+scheme\s+https",
    ),
    _tool(
        "Traefik",
        r"traefik(?:[._-].*)?\.(?:ya?ml|toml)$|traefik/.*\.(?:ya?ml|toml)$",
        r"compress\s*[:=]|\[.*\.compress\]",
        r"certResolver|certificatesResolvers|\[certificatesResolvers|websecure\s*[:=]|redirections\s*:",
    ),
)
_HEADERS = re.compile(  # add_header of nginx, header of Caddy and Apache, set-header of HAProxy, a key of Traefik
    r"\s*(?:(?:add_header|header|header\s+(?:always\s+)?set|http-response\s+(?:set|add)-header)\s+[+\"']?)?"
    r"(?:x-frame-options|x-content-type-options|strict-transport-security|content-security-policy)\b"
    r"|\s*(?:frameDeny|contentTypeNosniff|stsSeconds|contentSecurityPolicy)\s*[:=]",
    re.I,
)


def _of(path: str) -> _Tool | None:
    """By the file's name, or by the folder that it lies in."""
    named = (basename(path).lower(), f"{basename(dirname(path)).lower()}/{basename(path).lower()}")
    return next((tool for tool in _TOOLS if any(tool.claims.match(one) for one in named)), None)


def _read(name: str, data: bytes) -> tuple[ProxyConfig, ...]:
    tools = [tool] if (tool := _of(name)) else _TOOLS
    lines = decode(data, errors="replace").splitlines()
    headers = _first(_HEADERS, lines)
    found = [ProxyConfig(tool.name, _first(tool.compression, lines), _first(tool.tls, lines), headers) for tool in tools]
    best = max(found, key=lambda one: bool(one.compression) + bool(one.tls))
    return (best,)


def _first(pattern: re.Pattern[str], lines: list[str]) -> int:
    return next((number for number, line in enumerate(lines, 1) if pattern.match(line[:1000])), 0)


PROXY = Reader(
    name="proxy", version=2, kinds=(ProxyConfig,), claims=lambda path: _of(path) is not None, read=_read, max_size=1 << 18
)
