"""What a page states about itself to machines: JSON-LD, Open Graph, meta tags, microdata.

It is a claim: the reader uses it where the text says nothing else. Dates of change, of printing and of "today" are
no dates of publication and are not read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from extractor.loaders.building import tidy
from extractor.loaders.pages.days import read_day
from extractor.loaders.pages.tree import Element

_MAX_JSON: Final = 1_000_000
"""Characters of one JSON-LD script that are read."""
_MAX_NODES: Final = 5_000
"""JSON-LD objects looked at."""
_LONGEST: Final = 300
"""Characters of a title or name; what is longer is none."""

_TITLES: Final = ("og:title", "twitter:title", "headline", "dc.title", "title")
_OUTLETS: Final = ("og:site_name", "publisher", "dc.publisher", "application-name", "article:publisher")
_AUTHORS: Final = ("author", "article:author", "dc.creator", "byl", "sailthru.author", "creator")
_DAYS: Final = (
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "published",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dc.date.created",
    "datecreated",
    "dcterms.created",
    "sailthru.date",
    "parsely-pub-date",
    "date",
)
"""Names of meta tags and microdata in the order in which they are believed."""
_ARTICLE_TYPES: Final = ("article", "posting", "report")
_URL: Final = re.compile(r"https?://|www\.|@", re.IGNORECASE)
_SEPARATORS: Final = re.compile(r"\s{0,9}[,;&|]\s{0,9}|\s{1,9}(?:và|-|–)\s{1,9}")


@dataclass(frozen=True, slots=True)
class Stated:
    """A page's own account of itself; `document_title` is its `<title>`, `body` the article in its JSON-LD."""

    title: str | None = None
    document_title: str | None = None
    description: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    published_on: date | None = None
    url: str | None = None
    body: str | None = None


@dataclass(slots=True)
class _Tags:
    """Meta tags and microdata by their lower-case names, the first of each."""

    values: dict[str, str] = field(default_factory=dict)

    def first(self, names: Iterable[str]) -> str | None:
        return next((value for name in names if (value := self.values.get(name))), None)


def read_stated(root: Element, base: str | None = None) -> Stated:
    """Everything the page states. Never raises, whatever stands in it. `base` is the address it was had from."""
    tags = _tags(root)
    article = _json_article(root)
    titled = root.find(".//head/title")
    document_title = _name(titled.text_content()) if titled is not None else None
    outlet = _name(_named(article.get("publisher"))) or _plain(tags.first(_OUTLETS))
    authors = _split_authors(_names(article.get("author"))) or _split_authors([tags.first(_AUTHORS) or ""])
    return Stated(
        title=_name(_text(article.get("headline"))) or _name(tags.first(_TITLES)),
        document_title=document_title,
        description=tidy(tags.values.get("og:description") or tags.values.get("description") or "") or None,
        authors=tuple(name for name in authors if name != outlet),
        outlet=outlet,
        published_on=_published_on(article, tags),
        url=_address(root, tags, article) or base,
        body=_text(article.get("articleBody")),
    )


def _tags(root: Element) -> _Tags:
    tags = _Tags()
    for meta in root.iter("meta"):
        content = meta.get("content")
        for attribute in ("property", "name", "itemprop"):
            name = meta.get(attribute)
            if name and content and content.strip():
                tags.values.setdefault(name.strip().lower(), content.strip())
    for element in root.xpath("//*[@itemprop='datePublished' or @itemprop='dateCreated']"):
        value = element.get("datetime") or element.get("content") or element.text_content()
        if value and read_day(value):
            tags.values.setdefault(element.get("itemprop").lower(), value)
    return tags


def _published_on(article: Mapping[str, Any], tags: _Tags) -> date | None:
    claims = [_text(article.get("datePublished")), *(tags.values.get(name) for name in _DAYS)]
    claims.append(_text(article.get("dateCreated")))
    return next((day for claim in claims if claim and (day := read_day(claim))), None)


def _address(root: Element, tags: _Tags, article: Mapping[str, Any]) -> str | None:
    canonical = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    main = article.get("mainEntityOfPage")
    stated = main.get("@id") if isinstance(main, dict) else main
    for address in (*canonical, tags.values.get("og:url"), _text(article.get("url")), _text(stated)):
        if address and _URL.match(address) and len(address) <= 2000:
            return tidy(address)
    return None


def _json_article(root: Element) -> Mapping[str, Any]:
    """The first article of the page's JSON-LD, one that gives its date before one that does not."""
    found = [
        node
        for script in root.iter("script")
        if "ld+json" in (script.get("type") or "").lower()
        for node in _nodes(script.text or "")
        if any(kind in name for name in _types(node) for kind in _ARTICLE_TYPES)
    ]
    return next((node for node in found if node.get("datePublished")), found[0] if found else {})


def _nodes(script: str) -> Iterator[Mapping[str, Any]]:
    script = script.strip().removeprefix("<!--").removeprefix("//<![CDATA[").strip()
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(script[:_MAX_JSON])
    except (ValueError, RecursionError):
        return
    waiting, seen = [value], 0
    while waiting and seen < _MAX_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[name] for name in ("@graph", "mainEntity", "mainEntityOfPage") if name in node)


def _types(node: Mapping[str, Any]) -> list[str]:
    kind = node.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return [name.lower() for name in kinds if isinstance(name, str)]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _named(value: object) -> str | None:
    return next(iter(_names(value)), None)


def _names(value: object) -> list[str]:
    """The names in a JSON-LD value: a string, an object with a name, or a list of those."""
    found: list[str] = []
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str):
            found.append(name)
        elif isinstance(name, list):
            found.extend(item for item in name if isinstance(item, str))
    return found


def _split_authors(stated: Iterable[str]) -> list[str]:
    """Names of persons: "Thu Thủy, Công Luận" is two; addresses and accounts are none."""
    names: list[str] = []
    for one in stated:
        for part in _SEPARATORS.split(tidy(one)[:_LONGEST]):
            name = part.strip(" .-–*")
            is_name = name and not _URL.search(name) and name[0].isupper() and not any(c.isdigit() for c in name)
            if is_name and len(name.split()) <= 6 and name not in names:
                names.append(name)
    return names


def _plain(value: str | None) -> str | None:
    return None if value is None or _URL.match(value) else _name(value)


def _name(value: str | None) -> str | None:
    name = tidy(value or "")
    return name if 0 < len(name) <= _LONGEST else None
