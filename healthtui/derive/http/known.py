"""What middleware puts on a request to say who sent it: `req.member = await members.byToken(req.cookies.token)`."""

from __future__ import annotations

import re

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.written import inner_functions, texts_of
from healthtui.derive.http.code import REQUEST_NAMES
from healthtui.derive.inputs import ModuleIndex, index_of

_CREDENTIAL = re.compile(r"^\w+\.(?:headers\.(?:authorization|cookie)|cookies|signedCookies|session)(?:\.|$)", re.I)
_HEADER = re.compile(r"^(?:authorization|cookie)$", re.I)
_PERSON = re.compile(  # what names somebody, and no part of a request
    r"^(?:\w*(?:user|member|customer|account|admin|employee|principal|identity|person|player|viewer|tenant|client|owner|seller"
    r"|driver|student|teacher|profile|me)|user_?id|uid|auth\w*|claims|decoded\w*|jwt\w*|payload|credentials)$",
    re.I,
)


@query
def names_of_people(db: Database, package: str) -> frozenset[str]:
    """The properties of a request under which middleware keeps who sent it."""
    return frozenset(in_each_file(db, package, _put_on_request))


@query
def _put_on_request(db: Database, path: str) -> frozenset[str]:
    index = index_of(db, path)
    found: set[str] = set()
    for one in index.module.assignments if index else ():
        root, _, name = one.target.partition(".")
        if index and root in REQUEST_NAMES and _PERSON.match(name) and _reads_credential(index, one.function):
            found.add(name)
    return frozenset(found)


def _reads_credential(index: ModuleIndex, function: int) -> bool:
    """Whether the function around an assignment looks at a token, a cookie or a session."""
    while function >= 0 and index.module.functions[function].parent >= 0 and not _takes_request(index, function):
        function = index.module.functions[function].parent
    inside = set(inner_functions(index, function)) if function >= 0 else set()
    if any(one.function in inside and _CREDENTIAL.match(one.chain) for one in index.module.reads):
        return True
    calls = (index.module.calls[number] for one in inside for number in index.calls_in.get(one, ()))
    return any(_HEADER.match(text) for call in calls for text in texts_of(call))


def _takes_request(index: ModuleIndex, function: int) -> bool:
    return any(one.name in REQUEST_NAMES for one in index.module.functions[function].parameters)
