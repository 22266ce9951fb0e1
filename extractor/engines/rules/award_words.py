"""The words of data/awards.toml as patterns on flat text: titles and praises, and what is no award."""

from __future__ import annotations

import re
from functools import cache

from extractor.engines.rules.recipients import awards_table
from extractor.text.lexicon import LETTER


@cache
def titles_and_praises() -> re.Pattern[str]:
    """A title (group `title`) or a praise (group `praise`)."""
    titles = "|".join(awards_table()["titles"])
    praises = "|".join(awards_table()["praises"])
    return re.compile(rf"(?<![^\W\d_])(?:(?P<title>{titles})|(?P<praise>{praises}))(?!{LETTER})")


@cache
def not_yet_given() -> re.Pattern[str]:
    """What says that an award further on in the clause is asked for or planned, up to the end."""
    words = "|".join(sorted(awards_table()["not_given"], key=len, reverse=True))
    return re.compile(rf"(?<!{LETTER})(?:{words})(?!{LETTER})[^;]*$")


@cache
def field_of_work() -> re.Pattern[str]:
    """A field of work right before the end: "công tác khen thưởng" praises nobody."""
    words = "|".join(sorted(awards_table()["fields_of_work"], key=len, reverse=True))
    return re.compile(rf"(?<!{LETTER})(?:{words})[ ,-]*(?:và )?$")
