"""Configurations of proxies: what they compress, and where they speak TLS."""

from __future__ import annotations

import pytest

from healthtui.facts.project import ProxyConfig
from healthtui.readers.proxy import PROXY

NGINX = """http {
    # gzip on;
    gzip on;
    server {
        listen 80;
        return 301 https://$host$request_uri;
    }
}
"""


def _read(name: str, text: str) -> ProxyConfig:
    (found,) = PROXY.read(name, text.encode())
    assert isinstance(found, ProxyConfig)
    return found


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("deploy/nginx.conf", NGINX, ProxyConfig("nginx", 3, 6)),
        ("nginx/default.conf.template", "listen 443 ssl;\n", ProxyConfig("nginx", 0, 1)),
        ("nginx.conf", "gzip off;\nlisten 80;\n", ProxyConfig("nginx", 0, 0)),
        ("nginx.conf", "  # add_header X-Frame-Options DENY;\n  add_header X-Id 1;\n", ProxyConfig("nginx", 0, 0)),
        (
            "nginx.conf",
            "add_header X-Id 1;\nadd_header X-Content-Type-Options nosniff;\n",
            ProxyConfig("nginx", 0, 0, 2),
        ),
        ("Caddyfile", ":80 {\n  header {\n    X-Frame-Options DENY\n  }\n}\n", ProxyConfig("Caddy", 0, 0, 3)),
        (".htaccess", 'Header always set X-Frame-Options "DENY"\n', ProxyConfig("Apache", 0, 0, 1)),
        ("haproxy.cfg", "http-response set-header X-Frame-Options DENY\n", ProxyConfig("HAProxy", 0, 0, 1)),
        ("traefik.yml", "headers:\n  frameDeny: true\n", ProxyConfig("Traefik", 0, 0, 2)),
        ("Caddyfile", "example.org {\n  encode zstd gzip\n}\n", ProxyConfig("Caddy", 2, 1)),
        ("Caddyfile", ":80 {\n  reverse_proxy api:3000\n}\n", ProxyConfig("Caddy", 0, 0)),
        (".htaccess", "AddOutputFilterByType DEFLATE application/json\n", ProxyConfig("Apache", 1, 0)),
        ("haproxy.cfg", "frontend a\n  bind :443 ssl crt a.pem\n  compression algo gzip\n", ProxyConfig("HAProxy", 3, 2)),
        ("traefik/dynamic.yml", "http:\n  middlewares:\n    a:\n      compress: {}\n", ProxyConfig("Traefik", 4, 0)),
    ],
)
def test_directives_count_where_they_stand(path: str, text: str, expected: ProxyConfig) -> None:
    assert PROXY.claims(path)
    assert _read(path.rpartition("/")[2], text) == expected


@pytest.mark.parametrize("path", ["src/nginx.ts", "docs/nginx.md", "tsconfig.json", "default.conf", "src/config/app.conf"])
def test_other_files_are_not_claimed(path: str) -> None:
    assert not PROXY.claims(path)
