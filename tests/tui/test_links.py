"""Where a check leads."""

from __future__ import annotations

from msgspec.structs import replace

from healthtui.guidance.link import GuidanceLink
from healthtui.tui.detail.links import address_of, leads
from screenshots.acme import acme

CORS = next(check for check in acme().checks if check.id == "security.cors")


def test_the_address_in_a_guideline_ends_before_the_sentence_does() -> None:
    link = GuidanceLink("ours", "Security", 3, "Name the origins, see https://acme.example/cors.", "security-guidelines")
    check = replace(CORS, guidance=link)
    assert address_of(check, None) == "https://acme.example/cors"
    assert "https://acme.example/cors" in leads(check, None, acme().checks)
