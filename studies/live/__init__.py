"""The event stream of a study: server-sent events that say only that something changed, never what."""

from studies.live.bells import hub
from studies.live.streams import stream

__all__ = ["hub", "stream"]
