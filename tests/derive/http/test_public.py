"""Which paths are public by their nature."""

from __future__ import annotations

import pytest

from healthtui.derive.http.public import is_public_path


@pytest.mark.parametrize(
    ("method", "path", "is_public"),
    [
        ("GET", "/", True),
        ("POST", "/", False),
        ("GET", "/api/v1", True),
        ("POST", "/api/v1/auth/login", True),
        ("POST", "/api/v1/auth/email/login", True),
        ("POST", "/auth/forgot/password", True),
        ("POST", "/auth/reset-password/:token", True),
        ("POST", "/password/forgot", True),
        ("PUT", "/password/reset/:token", True),
        ("PUT", "/password/update", False),
        ("GET", "/auth/google/callback", True),
        ("GET", "/health", True),
        ("GET", "/bridge/status", True),
        ("PUT", "/workflows/:id/status", False),
        ("POST", "/orders/new", False),
        ("PATCH", "/users/password", False),
        ("GET", "/users/:id", False),
    ],
)
def test_public_paths(method: str, path: str, is_public: bool) -> None:
    assert is_public_path(method, path) is is_public
