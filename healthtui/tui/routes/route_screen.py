"""Every route of every package, and what protects it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from healthtui.report.signs import fit_path, is_ascii
from healthtui.scorecard.model import EvidenceEntry, Scorecard
from healthtui.tui.actions import FIND_WORDS, IN_ROUTES, ON_FIND, ON_ROUTES, ROUTE_WORDS, Action, bindings
from healthtui.tui.hints import Hints
from healthtui.tui.routes.route_list import RouteHead, RouteList, sign_of
from healthtui.tui.routes.routes import CONTROLS, Order, Route, Stand, routes_of
from healthtui.tui.text import fit, glyphs, place, printable, spread
from healthtui.tui.windows.help import HelpScreen

_ROOMY = 80  # cells from which it is also said by what


class RouteScreen(Screen[None]):
    BINDINGS = bindings(IN_ROUTES)

    def __init__(self, card: Scorecard, keymap: Mapping[str, str], open_place: Callable[[EvidenceEntry], None]) -> None:
        super().__init__()
        self.card = card
        self.keymap = keymap
        self.open_place = open_place
        self.order = Order.HOLES
        self.wanted = ""

    @property
    def offered(self) -> tuple[Action, ...]:
        return IN_ROUTES

    def compose(self) -> ComposeResult:
        yield Static(id="routes-title", markup=False)
        yield RouteHead()
        yield RouteList()
        yield Static(id="chosen", markup=False)
        yield Input(id="routes-find", placeholder="path, file, or no-auth", compact=True)
        yield Hints(self.keymap)

    def on_mount(self) -> None:
        self.query_one(RouteList).focus()
        self.query_one(Hints).update(ON_ROUTES, ROUTE_WORDS)
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        self.set_class(is_ascii(), "-ascii")
        self.query_one(RouteList).show(routes_of(self.card, self.order, self.wanted))
        self._draw_title()
        self._draw_chosen()

    def _draw_title(self) -> None:
        title, signs = self.query_one("#routes-title", Static), glyphs()
        shown = self.query_one(RouteList).routes
        left, right = spread(f"{signs.back} Routes {signs.dot} {len(shown)}", self.order, title.content_size.width)
        head = Content.assemble((left, "bold"), (right, "$muted"))
        title.update(Content("\n").join([head, Content.styled(_lacking(shown), "$muted")]))

    def _draw_chosen(self) -> None:
        chosen, route = self.query_one("#chosen", Static), self.query_one(RouteList).route
        chosen.update(_in_words(route, chosen.content_size.width) if route else "")

    def action_move(self, by: int) -> None:
        listed = self.query_one(RouteList)
        self.action_move_to(max(0, (listed.highlighted or 0) + by))

    def action_move_to(self, index: int) -> None:
        listed = self.query_one(RouteList)
        if listed.routes:
            last = len(listed.routes) - 1
            listed.highlighted = min(index, last) if index >= 0 else last

    def action_page(self, by: int) -> None:
        self.action_move(by * max(1, self.query_one(RouteList).size.height - 1))

    def action_filter(self) -> None:
        self.order = self.order.other
        self._draw()

    def action_find(self) -> None:
        find = self.query_one(Input)
        find.display = True
        find.focus()
        self.query_one(Hints).update(ON_FIND, FIND_WORDS)

    def action_open(self) -> None:
        if route := self.query_one(RouteList).route:
            self.open_place(route.place)

    action_enter = action_open

    def action_back(self) -> None:
        """Out of the search first."""
        if self.wanted or self.query_one(Input).display:
            self.query_one(Input).value = ""
            self._close_find()
        else:
            self.dismiss()

    def action_routes(self) -> None:
        self.dismiss()

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen(self.keymap, self.offered))

    def action_quit(self) -> None:
        self.app.exit(0)

    def _close_find(self) -> None:
        self.query_one(Input).display = False
        self.query_one(RouteList).focus()
        self.query_one(Hints).update(ON_ROUTES, ROUTE_WORDS)

    def on_route_list_drawn(self, event: RouteList.Drawn) -> None:
        self.query_one(RouteHead).show(event.columns)

    def on_resize(self) -> None:
        self.call_after_refresh(self._draw)

    def on_option_list_option_highlighted(self) -> None:
        self._draw_chosen()

    def on_option_list_option_selected(self) -> None:
        self.action_open()

    def on_input_changed(self, event: Input.Changed) -> None:
        self.wanted = event.value
        self._draw()

    def on_input_submitted(self) -> None:
        self._close_find()


def _lacking(shown: tuple[Route, ...]) -> str:
    if not shown:
        return "No route is found"
    count = sum(route.holes > 0 for route in shown)
    return f"{count} lack{'s' * (count == 1)} something" if count else "None lacks anything"


def _in_words(route: Route, width: int) -> Content:
    """The route in full, its place, and how it stands to each control."""
    signs = glyphs()
    package = f" {signs.dot} {printable(route.package)}" if route.package else ""
    label = printable(f"{route.method} {route.path}")
    where = fit_path(place(route.place.path, route.place.line, route.place.column), width)
    named = [Content.assemble(sign_of(stand), f" {_word(control, stand)}") for control, stand in _controls(route)]
    means = " and ".join(printable(by) for by in route.by if by)
    by = Content.styled(f"  by {means}" if means and width >= _ROOMY else "", "$muted")
    lines = [
        Content.assemble((fit(label, width - len(package)).rstrip(), "bold"), (package, "$muted")),
        Content.styled(where, "$accent"),
        Content("  ").join(named) + by,
    ]
    return Content("\n").join(lines)


def _controls(route: Route) -> zip[tuple[str, Stand]]:
    return zip(CONTROLS, route.stands, strict=True)


def _word(control: str, stand: Stand) -> str:
    return stand.value if stand is Stand.PUBLIC else control
