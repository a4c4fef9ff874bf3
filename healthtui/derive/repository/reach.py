"""Which packages a server can reach: only their source is read whole, of the rest just the imports.

A frontend in the same repository is as large as the backend or larger, and no check asks for its functions.
"""

from __future__ import annotations

from posixpath import dirname, join

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import all_facts, facts_in, folders_up
from healthtui.derive.libraries.jobs import LIBRARY_OF
from healthtui.derive.repository.areas import is_request_path
from healthtui.derive.repository.folders import folder_of, package_folders
from healthtui.derive.repository.packages import FRAMEWORKS, OTHER_SERVERS
from healthtui.facts.base import Unreadable
from healthtui.facts.project import Manifest

_SERVERS = FRAMEWORKS.keys() | OTHER_SERVERS.keys() | LIBRARY_OF.keys()  # who works a queue belongs to who feeds it


def is_reached(db: Database, path: str) -> bool:
    """Whether a source file belongs to a server's package, to one that such a package depends on, or to the root."""
    reached = reached_folders(db)
    folder = folder_of(db, path)
    return folder in reached or (folder == "" and bool(reached))


@query
def reached_folders(db: Database) -> frozenset[str]:
    """The folders of servers' packages and, in turn, of the packages of the repository that they depend on."""
    manifests = {dirname(path): manifest for path, manifest in all_facts(db, Manifest)}
    folders = {manifest.name: folder for folder, manifest in manifests.items() if manifest.name}
    servers = [one for one in package_folders(db) if is_request_path(join(one, "index.ts")) and _names_server(db, one)]
    todo = servers + _broken(db)
    reached: set[str] = set()
    while todo:
        folder = todo.pop()
        if folder in reached:
            continue
        reached.add(folder)
        if manifest := manifests.get(folder):
            names = manifest.dependencies.keys() | manifest.development.keys() | manifest.peer.keys()
            todo += [folders[name] for name in names & folders.keys()]
    return frozenset(reached)


def _names_server(db: Database, folder: str) -> bool:
    """By its own manifest, or by one above it: hoisted dependencies are used without being named again."""
    for manifest in facts_in(db, Manifest, join(folder, "package.json")) + facts_in(db, Manifest, join(folder, "project.json")):
        if _SERVERS & (manifest.dependencies.keys() | manifest.development.keys() | manifest.peer.keys()):
            return True
    above = (one for up in (folders_up(folder) if folder else ()) for one in facts_in(db, Manifest, join(up, "package.json")))
    return any(_SERVERS & (manifest.dependencies.keys() | manifest.development.keys()) for manifest in above)


def _broken(db: Database) -> list[str]:
    """Folders whose manifest cannot be read: what they depend on is not known."""
    return [dirname(path) for path, one in all_facts(db, Unreadable) if one.reader == "manifest"]
