"""HTTPS: servers with certificates, packages that redirect, and what sets cookies with which default of `secure`."""

from __future__ import annotations

import re
from typing import NamedTuple

SECURE_SERVERS = {
    "https": ("createServer", "Server"),
    "http2": ("createSecureServer",),
    "spdy": ("createServer",),
    "hsts": ("",),
    "greenlock-express": ("init", "create"),
}
REDIRECTS = {
    "express-sslify": ("HTTPS",),
    "express-force-https": ("",),
    "express-force-ssl": ("",),
    "express-enforces-ssl": ("",),
    "express-http-to-https": ("redirectToHTTPS",),
    "express-to-https": ("",),
    "heroku-ssl-redirect": ("",),
    "redirect-ssl": ("", "create"),
    "express-sts": ("",),
    "fastify-https-redirect": ("",),
    "fastify-force-https": ("",),
}
HELMETS = {"helmet", "@fastify/helmet", "fastify-helmet"}
HSTS_OPTIONS = ("hsts", "strictTransportSecurity")
HSTS_MEMBERS = {"", "hsts", "strictTransportSecurity"}  # of Helmet: all, or that one alone
HSTS_HEADER = "strict-transport-security"
PROTOCOL_HEADER = "x-forwarded-proto"


class CookieMaker(NamedTuple):
    """What sets a cookie by itself: where its options stand, and whether they are secure unless they say otherwise."""

    option: str  # the entry that holds the cookie's options; "" where they are the options themselves
    is_secure: bool = False
    is_asked: bool = False  # sets one only where the entry is there and not false


COOKIE_MAKERS = {
    "express-session": CookieMaker("cookie"),
    "cookie-session": CookieMaker(""),
    "client-sessions": CookieMaker("cookie"),
    "csurf": CookieMaker("cookie", is_asked=True),
    "csrf-csrf": CookieMaker("cookieOptions", is_secure=True),
    "@fastify/session": CookieMaker("cookie", is_secure=True),
    "fastify-session": CookieMaker("cookie", is_secure=True),
    "@fastify/secure-session": CookieMaker("cookie"),
    "fastify-secure-session": CookieMaker("cookie"),
    "@fastify/csrf-protection": CookieMaker("cookieOpts", is_asked=True),
}
COOKIE_MAKER_NAMES = {"", "doubleCsrf"}
COOKIE_PLUGINS = {"@fastify/cookie", "fastify-cookie"}  # whose `parseOptions` are the defaults of `setCookie`

PRODUCTION_NAME = re.compile(r"prod(?!uct(?!ion))|^(?:is|in)?_?dev|https|ssl|^is_?live|^is_?local|staging", re.I)
SECURE_VARIABLE = re.compile(r"(?:SECURED?|HTTPS)(?:_?(?:COOKIES?|ENABLED|ONLY))?$")
PRODUCTION_KEY = re.compile(r"prod(?:uction)?", re.I)
PRODUCTION_VARIABLE = re.compile(r"^(?:prod|production)[-_]?(?:\w+[-_]?)?(?:url|uri|host|origin|domain)$", re.I)
# a host that anybody can reach, and that is no placeholder
PUBLIC_HTTP = re.compile(
    r"^http://(?!localhost|127\.|0\.|10\.|192\.168\.|172\.|169\.254\.|\[|[^/]*(?:example\.|\.local\b|\.internal\b|\.svc\b|\.test\b|your|placeholder))"
    r"[\w-]+(?:\.[\w-]+)+",
    re.I,
)
