"""What kind of content a text is, and which parts of a mixture are of which kind."""

from headroom.detection.classify import detect
from headroom.detection.kinds import Detection, Kind, Section
from headroom.detection.sections import Outline, outline_of, sections
from headroom.detection.surface import notice_of
from headroom.detection.tags import protected_spans

__all__ = [
    "Detection",
    "Kind",
    "Outline",
    "Section",
    "detect",
    "notice_of",
    "outline_of",
    "protected_spans",
    "sections",
]
