"""Compiler configurations of packages, which are extended by name and not in the repository, that set `strict: true`."""

from __future__ import annotations

STRICT_BASES = {
    "fastify-tsconfig", "gts", "@adonisjs/tsconfig", "@sindresorhus/tsconfig", "@total-typescript/tsconfig",
    "@vercel/style-guide", "@voxpelli/tsconfig", "@vue/tsconfig",
}  # fmt: skip
STRICT_SCOPE = "@tsconfig/"  # the community's bases, but for those below, which leave it open
NOT_STRICT = {"@tsconfig/node-ts", "@tsconfig/ember", "@tsconfig/svelte"}
