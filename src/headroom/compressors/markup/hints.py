"""What an element says that it is: navigation, footer, main content, hidden; by its name, role, class and id."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

__all__ = ["HIDDEN", "NO_HINT", "Hint", "attribute", "conceals", "hint_of", "is_hidden"]


class Hint(msgspec.Struct, frozen=True, gc=False):
    """What a box is called, and whether by its element or role, which authors choose with care."""

    name: str = ""
    is_sure: bool = False


NO_HINT = Hint()
HIDDEN = Hint("hidden", is_sure=True)
_BY_NAME = {
    "nav": Hint("navigation", is_sure=True),
    "menu": Hint("navigation"),
    "footer": Hint("footer"),
    "aside": Hint("aside"),
    "header": Hint("header"),
    "main": Hint("main", is_sure=True),
    "article": Hint("article", is_sure=True),
    "dialog": Hint("dialog"),
}
_BY_ROLE = {
    "navigation": Hint("navigation", is_sure=True),
    "menu": Hint("navigation", is_sure=True),
    "menubar": Hint("navigation", is_sure=True),
    "banner": Hint("header", is_sure=True),
    "contentinfo": Hint("footer", is_sure=True),
    "search": Hint("search", is_sure=True),
    "main": Hint("main", is_sure=True),
    "article": Hint("article", is_sure=True),
    "complementary": Hint("aside"),
    "dialog": Hint("dialog"),
    "alertdialog": Hint("dialog"),
}
_WORDS = {
    "navigation": """nav navbar navigation navigational menu submenu megamenu breadcrumb breadcrumbs pager pagination paginator
        navbox navpanel topnav sidenav subnav topbar navlinks catlinks skiplink skiplinks""",
    "contents": "toc",
    "footer": "footer colophon",
    "header": "masthead",
    "sidebar": "sidebar sidebars sphinxsidebar",
    "dialog": "cookie cookies consent gdpr modal popup popover lightbox onetrust paywall",
    "sharing": "share sharing sharedaddy addtoany addthis social socials",
    "related": "related recommended recommendations recommendation upnext outbrain taboola readnext morestories trending",
    "advertising": "ad ads advert adverts advertisement advertising adsbygoogle sponsor sponsors sponsored promo promos",
    "subscription": "newsletter subscribe",
}
_PIECES = {piece: Hint(name) for name, words in _WORDS.items() for piece in words.split()}
"""Chosen: words of classes that mean the same on most pages. They are only hints, which what a box holds may refute."""
_WHOLES = {
    "navigation": "sitenav globalnav localnav mainnav",
    "contents": "tableofcontents tocbox sectiontoc localtoc globaltoc contents",
    "footer": "foot copyright bottombar sitefooter pagefooter",
    "header": "siteheader globalheader topheader",
    "sidebar": "rail rightrail leftrail rightcol sidebox infobar",
    "sharing": "follow followus",
    "advertising": "banner bannerad",
    "subscription": "signup signin login mailinglist",
    "search": "search searchbox searchform searchbar",
    "hidden": """hidden invisible visuallyhidden screenreadertext screenreader sronly srt noprint printonly
        visuallyhiddenfocusable mweditsection headerlink""",
    "main": """main content maincontent mainbody bodycontent articlebody articlecontent postcontent postbody entrycontent
        storybody entry hentry article markdownbody pagecontent""",
}
_BY_CLASS = {whole: Hint(name) for name, words in _WHOLES.items() for whole in words.split()}
"""Likewise, for names that only mean it whole: `search-results` are no search box, `overflow-hidden` hides nothing."""
_NEGATED = frozenset(("has", "with", "no", "without", "is", "js", "not", "overflow"))
_ATTRIBUTE = re.compile(r"(?<![\w:-])([a-zA-Z][\w:-]*+)\s*+=\s*+(?:\"([^\"]*+)|'([^']*+)|([^\s\"'>]++))")
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_CONCEALED = re.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", re.IGNORECASE)
_BARE_HIDDEN = re.compile(r"(?:^|\s)hidden(?=$|[\s/=])", re.IGNORECASE)
_UNFOLDS = ("tabpanel", "collapse", "accordion", "panel", "tab-", "toggle", "details", "expand", "spoiler", "carousel", "slide")
"""Words of boxes that open when a reader asks for them: what they hide is content."""
_UNSEEN = ("mw-editsection", "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text")
"""Classes that hide what they are on from whoever looks at the page."""
_MOST = 600
"""Characters of attributes in which hints are looked for. Chosen: data and styles may follow without end."""


def attribute(attributes: str, name: str) -> str:
    """The value of an attribute, as it is written; empty where there is none.

    Cost: linear, and next to nothing where the name does not occur.
    """
    if name not in attributes and name not in attributes.lower():
        return ""
    for found in _ATTRIBUTE.finditer(attributes):
        if found[1].lower() == name:
            return (found[2] or found[3] or found[4] or "").strip()
    return ""


def conceals(name: str, attributes: str) -> bool:
    """Whether an element is hidden, whatever else it is called.

    Cost: next to nothing for most attributes.
    """
    # One of these stands in all attributes that hide; one after the other they take a third of the time of a loop.
    if "idden" in attributes or "display" in attributes or "sr-only" in attributes or "screen" in attributes:
        return hint_of(name, attributes).name == HIDDEN.name
    return False


def is_hidden(attributes: str) -> bool:
    """Whether attributes keep an element from being shown until somebody unfolds it."""
    if "hidden" in attributes and _BARE_HIDDEN.search(attributes[:_MOST]) and "until-found" not in attributes:
        return not _unfolds(attributes)
    if 'aria-hidden="true"' in attributes or "aria-hidden='true'" in attributes:
        return not _unfolds(attributes)
    if "display" in attributes or "visibility" in attributes:
        return bool(_CONCEALED.search(attributes[:_MOST])) and not _unfolds(attributes)
    return any(map(attributes.__contains__, _UNSEEN))


def _unfolds(attributes: str) -> bool:
    return any(map(attributes.lower().__contains__, _UNFOLDS))


def hint_of(name: str, attributes: str) -> Hint:
    """What an element of this name with these attributes is called."""
    by_name = _BY_NAME.get(name, NO_HINT)
    if not attributes:
        return by_name
    attributes = attributes[:_MOST]
    told: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(attributes):
        told.setdefault(found[1].lower(), found[found.lastindex or 1])
    role = _BY_ROLE.get(told["role"].strip().lower()) if "role" in told else None
    if role is not None:
        return role
    if is_hidden(attributes):
        return HIDDEN
    if by_name.is_sure:
        return by_name
    named = _hint_in(told.get("id", "")) or _hint_in(told.get("class", ""))
    return by_name if named is None or (by_name.name and named.name == "main") else named


def _hint_in(value: str) -> Hint | None:
    """The first hint among the words of a class or an id."""
    for token in value.split():
        found = _hint_of_token(token)
        # Classes with a colon show on some screens what they hide on others.
        if found is not None and (found.name != "hidden" or ":" not in value):
            return found
    return None


@lru_cache(maxsize=4_096)
def _hint_of_token(token: str) -> Hint | None:
    """What one class or id says."""
    pieces = [piece.lower() for piece in _PIECE.findall(token)]
    found = _BY_CLASS.get("".join(pieces))
    if found is not None or len(pieces) > 4 or not _NEGATED.isdisjoint(pieces):
        # A class of a framework says how something looks, not what it is.
        return found
    return next((_PIECES[piece] for piece in pieces if piece in _PIECES), None)
