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


@pytest.fixture
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")


FOLDERS_SERVER = '[llm]\nmodel = "m"\nbase_url = "http://elsewhere.example/v1"'


@pytest.mark.usefixtures("_key")
def test_a_key_is_not_sent_to_a_server_that_only_the_folder_names() -> None:
    Path("extractor.toml").write_text(FOLDERS_SERVER, encoding="utf-8")
    with pytest.raises(UsageError, match=r"elsewhere\.example.*--base-url.*unset the key") as caught:
        choose_engine()
    assert "sk-test" not in str(caught.value)


def test_without_a_key_the_folder_may_name_the_server() -> None:
    Path("extractor.toml").write_text(FOLDERS_SERVER, encoding="utf-8")
    choice = choose_engine()
    assert choice.server == "http://elsewhere.example/v1 (extractor.toml)"


@pytest.mark.usefixtures("_key")
@pytest.mark.parametrize("way", ["flag", "EXTRACTOR_BASE_URL", "OPENAI_BASE_URL", "user"])
def test_a_key_goes_to_a_server_that_the_user_names(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    url, flags = "http://mine.example/v1", {"model": "m"}
    if way == "flag":
        Path("extractor.toml").write_text(FOLDERS_SERVER, encoding="utf-8")
        flags["base_url"] = url
    elif way == "user":
        user_config(f'[llm]\nbase_url = "{url}"')
    else:
        Path("extractor.toml").write_text(FOLDERS_SERVER, encoding="utf-8")
        monkeypatch.setenv(way, url)
    choice = choose_engine(flags=flags)
    assert choice.llm is not None
    assert choice.llm.base_url == url
    assert choice.server.startswith(url)


def test_our_own_variable_beats_the_sdks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://sdk.example/v1")
    assert choose_engine(flags={"model": "m"}).server == "http://sdk.example/v1 (OPENAI_BASE_URL)"
    monkeypatch.setenv("EXTRACTOR_BASE_URL", "http://ours.example/v1")
    assert choose_engine(flags={"model": "m"}).server == "http://ours.example/v1 (EXTRACTOR_BASE_URL)"


def test_where_no_server_is_named_the_providers_own_is_meant() -> None:
    assert choose_engine(flags={"model": "gpt-5-mini"}).server == "https://api.openai.com/v1"
    assert choose_engine(flags={"model": "anthropic/claude"}).server == "the API of anthropic"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        *[(f"http://localhost:{port}/v1", "port from 1 to 65535") for port in ("99999", "abc", "-5", "\uff16", "0")],
        *[
            (url, "http\\(s\\) URL")
            for url in ("http://[bad", "ftp://h/v1", "localhost:8080", "http:///v1", "http://\u2100/")
        ],
        *[(f"http://{who}@h/v1", "user name or password") for who in ("me:S3cret", "S3cret", ":S3cret", "")],
        *[
            (f"http://h/v1{end}", "before its \\? or #")
            for end in ("?api_key=S3cret", "?S3cret", "#S3cret", "/?key=S3cret")
        ],
    ],
)
@pytest.mark.parametrize("by", ["flag", "variable", "file"])
def test_a_base_url_that_cannot_be_one_is_refused_in_a_sentence_without_its_secrets(
    url: str, words: str, by: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    flags = {"model": "m", "base_url": url} if by == "flag" else {"model": "m"}
    if by == "variable":
        monkeypatch.setenv("EXTRACTOR_BASE_URL", url)
    if by == "file":
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        (tmp_path / "extractor.toml").write_text(f'[llm]\nbase_url = "{url}"', encoding="utf-8")
    with pytest.raises(UsageError, match=f"^base_url .*{words}") as caught:
        choose_engine(flags=flags, folder=tmp_path)
    assert "S3cret" not in str(caught.value)
    assert "Value error" not in str(caught.value)
