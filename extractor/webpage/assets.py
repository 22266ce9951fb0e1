"""Style and script of our pages, put into them whole: a page needs nothing but itself."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from importlib.resources import files
from typing import Final

SHARED_STYLE: Final = "base.css"
SHARED_SCRIPT: Final = "marks.js"

_HERE: Final = "extractor.webpage"


def asset(package: str, *names: str) -> str:
    """The text of a file inside a package."""
    return files(package).joinpath(*names).read_text(encoding="utf-8")


def style(own: str) -> str:
    """What all pages share, then a page's own rules."""
    return f"{asset(_HERE, SHARED_STYLE)}\n{own}"


def script(own: str) -> str:
    """What all pages share, then a page's own script, as one element's text."""
    return f"{asset(_HERE, SHARED_SCRIPT)}\n{own}"


def script_hash(text: str) -> str:
    """A script's name in its page's content security policy: no other script may run."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def script_json(data: object) -> str:
    """JSON that ends no `script` element and starts no comment in one, whatever the strings hold."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def packed(data: object) -> str:
    """JSON, compressed, in letters that are safe in any HTML; `marks.js` has the way back."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(gzip.compress(text.encode("utf-8", "replace"), 6, mtime=0)).decode("ascii")
