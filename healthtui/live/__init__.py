"""The whole way, from a folder to a scorecard: once (`scan`), or for as long as it is watched (`LiveSession`)."""

from healthtui.live.scan import NotANodeRepository, scan
from healthtui.live.session import LiveSession

__all__ = ["LiveSession", "NotANodeRepository", "scan"]
