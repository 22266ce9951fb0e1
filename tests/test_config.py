from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.config import choose_engine
from extractor.errors import UsageError


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def user_config(text: str) -> None:
    path = Path(os.environ["XDG_CONFIG_HOME"], "extractor", "extractor.toml")
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")


def test_without_a_model_the_rules_answer_and_say_why() -> None:
    choice = choose_engine()
    assert (choice.engine, choice.llm) == ("rules", None)
    assert "no model is configured" in choice.because


def test_a_flag_beats_the_environment_which_beats_the_folder_which_beats_the_user(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def model() -> tuple[str, str]:
        choice = choose_engine()
        assert choice.llm is not None
        return choice.llm.model, choice.because

    user_config('[llm]\nmodel = "user"\nseed = 7\ntemperature = 0.5')
    assert model()[0] == "user"
    Path("extractor.toml").write_text('[llm]\nmodel = "folder"\nseed = 8', encoding="utf-8")
    assert model()[0] == "folder"
    monkeypatch.setenv("EXTRACTOR_MODEL", "environment")
    assert model() == ("environment", "a model is configured by EXTRACTOR_MODEL")
    choice = choose_engine(flags={"model": "flag", "seed": None})
    assert choice.llm is not None
    assert (choice.llm.model, choice.llm.seed, choice.llm.temperature) == ("flag", 8, 0.5)


def test_a_configured_model_gives_way_to_the_rules_where_they_are_asked_for() -> None:
    Path("extractor.toml").write_text('engine = "rules"\n[llm]\nmodel = "m"', encoding="utf-8")
    assert choose_engine().engine == "rules"
    assert choose_engine(engine="llm").engine == "llm"
    Path("extractor.toml").write_text('[llm]\nmodel = "m"', encoding="utf-8")
    assert choose_engine(engine="rules").engine == "rules"


def test_the_base_url_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXTRACTOR_BASE_URL", "http://localhost:8080/v1")
    choice = choose_engine(flags={"model": "m"})
    assert choice.llm is not None
    assert choice.llm.base_url == "http://localhost:8080/v1"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[llm", "is not TOML"),
        ("model = 'm'", "unknown key 'model'"),
        ("llm = 3", "must be a table"),
        ("[llm]\nengine = 'llm'", "above the table"),
        ("engine = 'magic'", "no engine 'magic'"),
        ("engine = 'llm'", "No model is named"),
        ("[llm]\nmodel = 'm'\napi_key = 'k'", "api_key"),
        ("[llm]\nmodel = 'm'\ntemperature = 'warm'", "temperature"),
        ("[llm]\nmodel = ''", "model"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(text: str, words: str) -> None:
    Path("extractor.toml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"extractor\.toml|no engine|No model") as caught:
        choose_engine()
    assert words in str(caught.value)
