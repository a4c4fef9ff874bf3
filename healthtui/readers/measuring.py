"""Scripts of tools that measure, known by what they say: Artillery, JMeter, Gatling, and shell scripts that call any."""

from __future__ import annotations

import re
from posixpath import basename

from healthtui.facts.project import ToolCall
from healthtui.readers.base import Reader, ReadError
from healthtui.readers.nodes import Node
from healthtui.readers.text import decode
from healthtui.readers.yaml_tree import YAML_SIZE, parse_yaml

_NAME = re.compile(r".*\.(?:ya?ml|jmx|scala|java|kt|sh|bash)|.*(?:artillery|load|perf|stress)[\w.-]*\.json")
_ARTILLERY = re.compile(rb"""^[ \t{]*["']?config["']?[ \t]*:""", re.M), re.compile(rb"""\bscenarios["']?[ \t]*:""")
_GATLING = re.compile(r"^\s*import\s+(?:static\s+)?io\.gatling\.", re.M)
_JMETER = "<jmeterTestPlan"

# a command → its purpose, its name, and the words of which the first argument is one; any argument where there are none
_COMMANDS = {
    "k6": ("load", "k6", {"run", "cloud"}),
    "artillery": ("load", "Artillery", {"run", "quick", "run-fargate", "run-lambda"}),
    "autocannon": ("load", "autocannon", set()),
    "jmeter": ("load", "JMeter", set()),
    "gatling": ("load", "Gatling", set()),
    "clinic": ("profile", "clinic", {"doctor", "flame", "bubbleprof", "heapprofiler"}),
    "0x": ("profile", "0x", set()),
    "pyroscope": ("profile", "pyroscope", {"exec", "connect"}),
}
_IMAGES = {"grafana/k6": "k6", "loadimpact/k6": "k6", "artilleryio/artillery": "artillery"}
_STARTERS = {
    "npx",
    "pnpx",
    "bunx",
    "npm",
    "yarn",
    "pnpm",
    "bun",
    "exec",
    "dlx",
    "sudo",
    "time",
    "env",
    "cross-env",
    "dotenv",
    "nohup",
}
_ENDS = re.compile(r"&&|\|\||[;|&\"'`()]")
_ASSIGNMENT = re.compile(r"\w+=\S*")
_FLAG = re.compile(r"(?:^|[\s\"'=])--(prof|cpu-prof|heap-prof)(?:-process)?(?=[\s\"']|$)")
_LONGEST = 2000  # characters of a line


def calls_in(line: str) -> list[tuple[str, str]]:
    """(purpose, tool) of each tool that a line of a shell runs."""
    line = line.strip()[:_LONGEST]
    if line.startswith(("#", "echo ", "printf ")):
        return []
    found = [call for command in _ENDS.split(line) if (call := _call(command.split()))]
    flag = _FLAG.search(line)
    return [*found, ("profile", f"node --{flag[1]}")] if flag else found


def _call(words: list[str]) -> tuple[str, str] | None:
    if words[:1] in (["docker"], ["podman"]):
        words = _in_container(words)
    while words and (words[0] in _STARTERS or words[0].startswith("-") or _ASSIGNMENT.fullmatch(words[0])):
        words = words[1:]
    name = words[0].rpartition("/")[2].partition("@")[0].removesuffix(".sh") if words else ""
    purpose, tool, first = _COMMANDS.get(name, ("", "", set()))
    rest = [word for word in words[1:] if not word.startswith("-")]
    return (purpose, tool) if tool and rest and (not first or rest[0] in first) else None


def _in_container(words: list[str]) -> list[str]:
    """What a container of a known image is told to run."""
    for number, word in enumerate(words):
        if name := _IMAGES.get(word.partition(":")[0]):
            return [name, *words[number + 1 :]]
    return []


def _read(name: str, data: bytes) -> tuple[ToolCall, ...]:
    if name.endswith((".sh", ".bash")):
        lines = decode(data, "replace").splitlines()
        return tuple(ToolCall(*call, number) for number, line in enumerate(lines, 1) for call in calls_in(line))
    if name.endswith((".yml", ".yaml", ".json")):
        return _artillery(data)
    text = decode(data, "replace")
    if name.endswith(".jmx"):
        return (ToolCall("load", "JMeter", 1),) if _JMETER in text else ()
    match = _GATLING.search(text)
    return (ToolCall("load", "Gatling", text.count("\n", 0, match.end()) + 1),) if match else ()


def _artillery(data: bytes) -> tuple[ToolCall, ...]:
    """JSON is YAML. Whatever is no YAML at all is no script: other readers say what is broken in it."""
    if not all(form.search(data) for form in _ARTILLERY):
        return ()
    try:
        root = parse_yaml(data)
    except ReadError:
        return ()
    config, scenarios = root.get("config"), root.get("scenarios")
    return (ToolCall("load", "Artillery", scenarios.line),) if _has_target(config) and scenarios.items() else ()


def _has_target(config: Node) -> bool:
    """A target of its own, or one for each environment."""
    stages = [stage for _, stage in config.get("environments").entries()]
    return any(node.get("target").text() for node in (config, *stages))


MEASURING = Reader(
    name="measuring",
    version=2,
    kinds=(ToolCall,),
    claims=lambda path: bool(_NAME.fullmatch(basename(path).lower())),
    read=_read,
    max_size=YAML_SIZE,
)
