"""The commented example that `healthtui init` writes, and the JSON schema for editors."""

from __future__ import annotations

import json

import msgspec

from healthtui.config.model import FILE, Config

EXAMPLE = """\
# Settings of HealthTUI for this repository. What is commented out stands at its default.

# A persona of your own: the document that says what a good backend developer holds to.
# persona = "docs/backend.md"

# Paths that are not read, as .gitignore writes them.
# exclude = ["legacy/", "packages/*/playground/"]

# The risk of a check in points (critical 10, high 7.5, medium 5, low 2.5); 0 takes it out of the score.
[weights]
# "performance.load-tests" = 0
# "security.cors" = 10

# From how many percent of its sites on a check that counts passes and warns.
[thresholds]
# "testing.coverage" = { pass = 90, warn = 70 }

# What is accepted for a while: it is left out of the score, never passed, and the true score stands beside it.
# Without path and place the whole check is waived; `x` on the card writes one for the place that is chosen.
# [[waivers]]
# check = "security.cors"
# reason = "the public API is for every origin"
# until = 2027-03-31
# path = "src/public/app.ts"
"""

EXAMPLE_OF_USER = """\
# Your own settings of HealthTUI, in every repository. What is commented out stands at its default.

# theme = "auto"       # auto follows the terminal's background
# glyphs = "auto"      # unicode or ascii
# mouse = true         # false leaves the mouse to the terminal
# editor = "code -g {file}:{line}:{column}"

# The keys of an action, by its id; `healthtui doctor` lists what is not followed.
[keys]
# open = "o,e"
"""


def schema_text() -> str:
    """The JSON schema of `healthtui.toml`."""
    (schema,), parts = msgspec.json.schema_components([Config], ref_template="#/$defs/{name}")
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": FILE, **schema, "$defs": parts}
    return json.dumps(whole, indent=2) + "\n"
