"""Clients that are generated into a project: imported from a path of its own, they are their library's all the same."""

from __future__ import annotations

import re

PRISMA_CLIENT = "@prisma/client"
_PRISMA_NAMES = {"PrismaClient", "Prisma"}  # no other library has these
_PRISMA_PATH = re.compile(r"(?:^|[/@#~-])(?:generated/(?:prisma|client)|\.?prisma/(?:generated|client)|prisma-client)(?:/|$)")


def generated_from(specifier: str, name: str = "*") -> str:
    """The library whose client a module is, by its path, or by what is taken of it where nobody knows the path; or ""."""
    return PRISMA_CLIENT if name in _PRISMA_NAMES or _PRISMA_PATH.search(specifier) else ""
