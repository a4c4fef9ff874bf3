"""The routes as rows with a mark for each control."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from healthtui.engine.verdict import Outcome
from healthtui.report.signs import fit_path
from healthtui.tui.routes.routes import CONTROLS, Route, Stand
from healthtui.tui.selectable import Options
from healthtui.tui.text import fit, glyphs, place, printable

_NARROW = 60  # cells below which a control is one letter, and the file stands below the list
_PADDING = 2  # cells on both sides of a row
_SHORT = {"mutation": "mutate", "subscription": "subscr"}
_METHOD = 6
_WIDE_METHOD = 12  # "subscription"
_COLOURS = {
    Stand.MET: "$pass",
    Stand.HOLE: "bold $fail",
    Stand.PUBLIC: "$muted",
    Stand.UNREAD: "$unknown",
    Stand.NOTHING: "$muted",
}


def sign_of(stand: Stand) -> Content:
    marks = glyphs().marks
    signs = {Stand.MET: marks[Outcome.PASS], Stand.HOLE: marks[Outcome.FAIL], Stand.UNREAD: marks[Outcome.UNKNOWN]}
    signs |= {Stand.PUBLIC: glyphs().dot, Stand.NOTHING: glyphs().dash}
    return Content.styled(signs[stand], _COLOURS[stand])


class Columns:
    """Where the columns stand in a width, for the rows that are shown."""

    def __init__(self, routes: tuple[Route, ...], width: int) -> None:
        self.is_wide = width >= _NARROW
        methods = [cell_len(route.method) for route in routes]
        self.method = min(max(methods, default=0), _WIDE_METHOD if self.is_wide else _METHOD)
        self.control = max(map(len, CONTROLS)) + 1 if self.is_wide else 2
        rest = width - self.method - 1 - self.control * len(CONTROLS)
        self.file = min(max((cell_len(_place(route)) for route in routes), default=0), rest // 2) + 2 if self.is_wide else 0
        longest = max((cell_len(printable(route.path)) for route in routes), default=0) + 1
        self.path = min(rest - self.file, longest) if self.is_wide else rest

    def head(self) -> Content:
        names = [fit(f"{name:^{self.control}}" if self.is_wide else f" {name[0].upper()}", self.control) for name in CONTROLS]
        return Content.styled(fit("", self.method + 1 + self.path) + "".join(names), "$muted")

    def row(self, route: Route) -> Content:
        method = route.method if self.is_wide else _SHORT.get(route.method, route.method)
        path = fit(fit_path(printable(route.path), self.path), self.path)
        parts = [Content.styled(f"{fit(printable(method), self.method)} ", "bold $foreground"), Content(path)]
        left = (self.control - 1) // 2 if self.is_wide else 1
        for stand in route.stands:
            parts += [Content(" " * left), sign_of(stand), Content(" " * (self.control - 1 - left))]
        if self.file:
            parts.append(Content.styled(fit(f"  {fit_path(_place(route), self.file - 2)}", self.file), "$muted"))
        return Content("").join(parts)


class RouteHead(Widget):
    """The names of the columns."""

    columns = Columns((), 0)

    def show(self, columns: Columns) -> None:
        self.columns = columns
        self.refresh()

    def render(self) -> Content:
        return self.columns.head()


class RouteList(Options):
    class Drawn(Message):
        """The rows are laid out anew."""

        def __init__(self, columns: Columns) -> None:
            super().__init__()
            self.columns = columns

    def __init__(self) -> None:
        super().__init__(markup=False)
        self.routes: tuple[Route, ...] = ()
        self._drawn_for = 0

    @property
    def route(self) -> Route | None:
        return self.routes[self.highlighted or 0] if self.routes else None

    def show(self, routes: tuple[Route, ...]) -> None:
        """Keeps the chosen route where it is still there."""
        chosen = self.route
        self.routes = routes
        self._fill()
        self.highlighted = (routes.index(chosen) if chosen in routes else 0) if routes else None

    def on_resize(self) -> None:
        if self._drawn_for != self.scrollable_content_region.width:
            kept = self.highlighted
            self._fill()
            self.highlighted = kept

    def _fill(self) -> None:
        self._drawn_for = self.scrollable_content_region.width
        columns = Columns(self.routes, self._drawn_for - _PADDING)
        with self.prevent(OptionList.OptionHighlighted):
            self.set_options([Option(columns.row(route)) for route in self.routes])
        self.post_message(self.Drawn(columns))


def _place(route: Route) -> str:
    return place(route.place.path, route.place.line)
