"""Which route lacks what, on the screen."""

from __future__ import annotations

from msgspec.structs import replace

from healthtui.scorecard.model import Scorecard
from healthtui.tui.routes.route_list import RouteList
from healthtui.tui.routes.routes import CONTROLS, Order, Stand, routes_of
from screenshots.acme import AcmeSource, acme
from tests.tui.shown import Open, Shown


def _paths(card: Scorecard, order: Order = Order.HOLES, query: str = "") -> list[str]:
    return [route.path for route in routes_of(card, order, query)]


def _chosen(shown: Shown) -> str:
    route = shown.app.screen.query_one(RouteList).route
    return route.path if route else ""


def test_an_open_door_comes_before_an_unchecked_input_and_these_before_the_rest() -> None:
    paths = _paths(acme())
    assert paths[:3] == ["/files", "/orders", "/orders"]
    assert paths[-1] == "/health"


def test_by_file_they_stand_as_they_are_declared() -> None:
    assert _paths(acme(), Order.FILE)[:3] == ["/health", "revenue", "/auth/login"]


def test_what_is_not_read_is_no_hole() -> None:
    search = next(route for route in routes_of(acme(), Order.FILE) if route.path == "/search")
    assert dict(zip(CONTROLS, search.stands, strict=True)) == {
        "auth": Stand.UNREAD, "valid": Stand.UNREAD, "limit": Stand.UNREAD, "test": Stand.HOLE,
    }  # fmt: skip


def test_a_route_that_only_answers_404_needs_nothing() -> None:
    card = acme()
    package = card.packages[0]
    gone = replace(package.endpoints[0], method="ALL", path="*", is_not_found=True)
    routes = routes_of(replace(card, packages=(replace(package, endpoints=(gone,), operations=()),)), Order.HOLES)
    assert routes[0].holes == 0


def test_words_of_a_search_are_all_held() -> None:
    assert _paths(acme(), query="no-auth") == ["/files", "/orders"]
    assert _paths(acme(), query="no-auth POST") == ["/files"]
    assert _paths(acme(), query="routes/auth.ts public") == ["/auth/login", "/auth/register"]
    assert _paths(acme(), query="subscription") == ["revenue"]


async def test_v_opens_them_and_esc_comes_back(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("v")
        assert shown.frame.startswith(" ‹ Routes · 9")
        await shown.press("escape")
        assert "FIX FIRST" in shown.frame


async def test_moving_ordering_and_opening(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("v", "j", "j")
        assert _chosen(shown) == "/orders"
        await shown.press("f")
        assert "by file" in shown.frame
        assert _chosen(shown) == "/orders", "the chosen one stays"
        await shown.press("g", "enter")
        assert shown.app.clipboard == "src/app.ts:20:1"


async def test_a_search_is_left_before_the_screen(opened: Open) -> None:
    async with opened() as shown:
        await shown.press("v", "slash", *"no-auth", "enter")
        assert "2 lack something" in shown.frame
        await shown.press("escape")
        assert "Routes · 9" in shown.frame
        await shown.press("escape")
        assert "FIX FIRST" in shown.frame


async def test_every_row_fits_one_line(opened: Open) -> None:
    for width in (32, 36, 80, 120):
        async with opened(width, 30) as shown:
            await shown.press("v")
            assert shown.app.screen.query_one(RouteList).virtual_size.height == 9


async def test_it_says_that_there_are_none(opened: Open) -> None:
    card = acme()
    card = replace(card, packages=(replace(card.packages[0], endpoints=(), operations=()),))
    async with opened(source=AcmeSource(card)) as shown:
        await shown.press("v", "j", "enter", "G")
        assert "No route is found" in shown.frame


async def test_hostile_paths_are_shown_as_they_are(opened: Open) -> None:
    card = acme()
    package = card.packages[0]
    evil = replace(package.endpoints[0], path="/[red]x[/red]\x1b[31m/\u202e")
    async with opened(80, 24, AcmeSource(replace(card, packages=(replace(package, endpoints=(evil,)),)))) as shown:
        await shown.press("v", "G")
        assert "[red]x[/red]␛" in shown.frame
