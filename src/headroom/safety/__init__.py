"""The promises: each law that one input and its output decide, as a function that names what broke it."""

from headroom.safety.changes import ChangedMessage, ChangedPart, Changes, changes_between, places_of
from headroom.safety.originals import originals_named
from headroom.safety.pairing import RULES, Rules, accepted
from headroom.safety.recency import recent_from, recent_kept
from headroom.safety.roles import people_unedited
from headroom.safety.size import never_larger
from headroom.safety.verbatim import bytes_unchanged
from headroom.safety.verdict import LAWS, Verdict
from headroom.safety.verify import verify

__all__ = [
    "LAWS",
    "RULES",
    "ChangedMessage",
    "ChangedPart",
    "Changes",
    "Rules",
    "Verdict",
    "accepted",
    "bytes_unchanged",
    "changes_between",
    "never_larger",
    "originals_named",
    "people_unedited",
    "places_of",
    "recent_from",
    "recent_kept",
    "verify",
]
