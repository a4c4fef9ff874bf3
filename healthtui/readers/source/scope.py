"""Where in the file the pass is: the function, the class, the loop, and the parameters in reach."""

from __future__ import annotations

from dataclasses import dataclass

NEVER = 1 << 62
_ALWAYS_IN_REACH = ("this", "process")


@dataclass(slots=True)
class Scope:
    end: int
    function: int = -1
    owner: int = -1  # the class, outside its functions
    loop_from: int = NEVER  # where the body of the outermost loop of this function begins
    in_decorator: bool = False
    parameters: tuple[str, ...] = ()


class Scopes:
    """Nodes come in source order, so that a scope is left when a node starts at or after its end."""

    def __init__(self) -> None:
        self.now = Scope(NEVER)
        self.in_reach = dict.fromkeys(_ALWAYS_IN_REACH, 1)  # how many scopes around have a parameter of the name
        self._outer: list[Scope] = []

    def enter(self, scope: Scope) -> None:
        self._outer.append(self.now)
        self.now = scope
        for name in scope.parameters:
            self.in_reach[name] = self.in_reach.get(name, 0) + 1

    def reach(self, name: str) -> None:
        """A variable that stands for what a parameter was asked for is in reach as a parameter is."""
        self.now.parameters += (name,)
        self.in_reach[name] = self.in_reach.get(name, 0) + 1

    def leave_before(self, start: int) -> None:
        while self.now.end <= start:
            for name in self.now.parameters:
                self.in_reach[name] -= 1
            self.now = self._outer.pop()
