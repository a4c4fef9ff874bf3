"""One reader per file format. A new format is a new module and a line here; a path may be claimed by several."""

from __future__ import annotations

from healthtui.readers.audit import AUDIT
from healthtui.readers.base import Reader
from healthtui.readers.compiler import COMPILER
from healthtui.readers.coverage import COVERAGE
from healthtui.readers.deployment import DEPLOYMENT
from healthtui.readers.env import ENV
from healthtui.readers.gherkin import GHERKIN
from healthtui.readers.ignore import IGNORE
from healthtui.readers.loadrun import LOADRUN
from healthtui.readers.lockfile import LOCKFILE
from healthtui.readers.manifest import MANIFEST
from healthtui.readers.markup import MARKUP
from healthtui.readers.measuring import MEASURING
from healthtui.readers.prisma import PRISMA
from healthtui.readers.properties import PROPERTIES
from healthtui.readers.proxy import PROXY
from healthtui.readers.secrets import SECRETS
from healthtui.readers.settings import SETTINGS
from healthtui.readers.source import OUTLINE, SOURCE
from healthtui.readers.sql import SQL
from healthtui.readers.testrun import TESTRUN
from healthtui.readers.toolconfig import TOOLCONFIG
from healthtui.readers.workflow import WORKFLOW
from healthtui.readers.workspaces import WORKSPACES

READERS: tuple[Reader, ...] = (
    SOURCE,
    OUTLINE,
    MANIFEST,
    WORKSPACES,
    COMPILER,
    LOCKFILE,
    ENV,
    IGNORE,
    TOOLCONFIG,
    WORKFLOW,
    SECRETS,
    COVERAGE,
    AUDIT,
    TESTRUN,
    LOADRUN,
    MEASURING,
    GHERKIN,
    MARKUP,
    PROXY,
    PRISMA,
    DEPLOYMENT,
    PROPERTIES,
    SQL,
    SETTINGS,
)
