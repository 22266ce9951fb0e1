from __future__ import annotations

import base64
import gzip
import json
import re

import pytest

from extractor.webpage.assets import packed, script, script_hash, script_json, style


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "]]>", "&lt;", "a\u2028b\u2029", "\\u003c", "😀"])
def test_json_for_a_script_element_is_harmless_and_exact(text: str) -> None:
    written = script_json([text])
    assert json.loads(written) == [text]
    assert not set("<>&\u2028\u2029") & set(written)


def test_packed_data_is_letters_only_and_the_same_every_time() -> None:
    data = {"text": "</script> Đảng ủy 😀", "n": [1, 2.5, None]}
    written = packed(data)
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", written)
    assert json.loads(gzip.decompress(base64.b64decode(written))) == data
    assert packed(data) == written


def test_every_page_has_the_shared_style_and_script_before_its_own() -> None:
    assert style(".mine {}").endswith(".mine {}")
    assert "--paper" in style("")
    assert script("own();").index("const shared") < script("own();").index("own();")
    assert script_hash("a") != script_hash("b")
