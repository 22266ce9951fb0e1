"""Which engine answers, and with which settings: flags first, then the environment, then extractor.toml.

The file is `extractor.toml` in the working folder, or `extractor/extractor.toml` in the user's configuration folder
(`$XDG_CONFIG_HOME`, `~/.config`): an optional `engine = "rules"` or `"llm"`, and a table `[llm]` whose keys are those
of `extractor.engines.llm.settings.LlmSettings`. Keys of the first file win over the second's.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from extractor.engines.base import Engine
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.engines.llm.settings import LlmSettings

EngineName = Literal["rules", "llm"]

CONFIG_NAME: Final = "extractor.toml"
MODEL_VARIABLE: Final = "EXTRACTOR_MODEL"
BASE_URL_VARIABLE: Final = "EXTRACTOR_BASE_URL"
SDK_BASE_URL_VARIABLE: Final = "OPENAI_BASE_URL"
"""What the openai SDK itself would read; honoured here too, below our own variable, and said."""

_TABLES: Final = frozenset({"engine", "llm"})


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """The engine that will answer; `because` says in words why it is this one. `llm` is null for the rules engine."""

    engine: EngineName
    because: str
    llm: LlmSettings | None = None
    server_named_by: str | None = None
    """What named the server: a flag, a variable or a file; None where none did and the provider's own is meant."""

    @property
    def server(self) -> str:
        """Where calls go and who said so, in words: `http://localhost:8080/v1 (--base-url)`."""
        if self.llm is None:
            return "no server"
        if self.llm.base_url is None:
            return f"the API of {self.llm.provider}" if self.llm.provider else "https://api.openai.com/v1"
        return f"{self.llm.base_url} ({self.server_named_by})"

    def make(self) -> Engine:
        """The engine itself. Raises `UsageError` where its prompt is missing or wrong."""
        if self.llm is None:
            from extractor.tasks.party_review.rules import rules_engine

            return rules_engine()
        from extractor.tasks.party_review.llm.engine import LlmEngine

        return LlmEngine(self.llm)


@dataclass(frozen=True, slots=True)
class _Value:
    """A setting and where it came from."""

    value: Any
    origin: str


def choose_engine(
    *, engine: str | None = None, flags: Mapping[str, object] | None = None, folder: Path | None = None
) -> EngineChoice:
    """The engine and its settings from flags (only those given), environment and config files.

    Without an engine's name: the model where one is configured, else the rules. Raises `UsageError` for an unknown
    engine, a model's flag together with the rules engine, a missing model and any setting that is wrong.
    """
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    settings = _settings(given, folder or Path())
    named = _Value(engine, "--engine") if engine is not None else settings.pop("engine", None)
    settings.pop("engine", None)
    if named is not None and named.value not in ("rules", "llm"):
        raise UsageError(f"There is no engine {named.value!r}; choose rules or llm.")
    if named is not None and named.value == "rules":
        if given:
            flag = "--" + next(iter(given)).replace("_", "-")
            raise UsageError(f"{flag} is for a language model, but {named.origin} asks for the rules engine.")
        return EngineChoice("rules", f"asked for by {named.origin}")
    model = settings.get("model")
    if model is None and named is None and not given:
        return EngineChoice("rules", f"no model is configured (--model, {MODEL_VARIABLE} or {CONFIG_NAME} name one)")
    if model is None:
        raise UsageError(f"No model is named: give --model, set {MODEL_VARIABLE}, or write it into {CONFIG_NAME}.")
    because = f"asked for by {named.origin}" if named is not None else f"a model is configured by {model.origin}"
    llm = _llm_settings(settings)
    _guard_key(settings.get("base_url"), folder or Path())
    named_by = settings["base_url"].origin if "base_url" in settings else None
    return EngineChoice("llm", because, llm, named_by)


def _guard_key(base_url: _Value | None, folder: Path) -> None:
    """A key goes only to a server that the user named. A folder's file came with the folder, from whoever made it.

    Raises `UsageError` where a key is set in the environment and only the working folder's file names the server.
    """
    from extractor.engines.llm.settings import KEY_VARIABLE

    if base_url is None or base_url.origin != str(folder / CONFIG_NAME):
        return
    if os.environ.get(KEY_VARIABLE, "").strip():
        raise UsageError(
            f"{base_url.origin} sends calls to {base_url.value}, and {KEY_VARIABLE} is set: the key goes only to a "
            f"server you name. Name it with --base-url, {BASE_URL_VARIABLE} or in {_user_config()}, or unset the key."
        )


def _settings(flags: Mapping[str, object], folder: Path) -> dict[str, _Value]:
    """Every setting by name, the strongest source last written."""
    settings: dict[str, _Value] = {}
    for path in (_user_config(), folder / CONFIG_NAME):
        settings.update(_read_config(path))
    for name, variable in (
        ("base_url", SDK_BASE_URL_VARIABLE),
        ("base_url", BASE_URL_VARIABLE),
        ("model", MODEL_VARIABLE),
    ):
        value = os.environ.get(variable, "").strip()
        if value:
            settings[name] = _Value(value, variable)
    for name, flag in flags.items():
        settings[name] = _Value(flag, "--" + name.replace("_", "-"))
    return settings


def _user_config() -> Path:
    root = os.environ.get("XDG_CONFIG_HOME", "").strip() or str(Path("~/.config").expanduser())
    return Path(root) / "extractor" / CONFIG_NAME


def _read_config(path: Path) -> dict[str, _Value]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} is not TOML: {error}.") from None
    unknown = sorted(set(data) - _TABLES)
    if unknown:
        raise UsageError(f"{path} has an unknown key {unknown[0]!r}; it may hold `engine` and a table [llm].")
    llm = data.get("llm", {})
    if not isinstance(llm, dict):
        raise UsageError(f"{path}: `llm` must be a table, [llm].")
    values = {name: _Value(value, str(path)) for name, value in llm.items()}
    if "engine" in llm:
        raise UsageError(f"{path}: `engine` stands above the table [llm], not in it.")
    return values | ({"engine": _Value(data["engine"], str(path))} if "engine" in data else {})


def _llm_settings(settings: Mapping[str, _Value]) -> LlmSettings:
    from pydantic import ValidationError

    from extractor.engines.llm.settings import LlmSettings

    try:
        return LlmSettings.model_validate({name: setting.value for name, setting in settings.items()})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "model"
        origin = settings[name].origin if name in settings else CONFIG_NAME
        reason = (
            "there is no such setting"
            if first["type"] == "extra_forbidden"
            else first["msg"].removeprefix("Value error, ")
        )
        raise UsageError(f"{name} ({origin}): {reason}.") from None
