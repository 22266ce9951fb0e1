"""How a language model is asked: everything that decides an answer, and nothing secret."""

from __future__ import annotations

import os
from typing import Final, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from extractor.errors import UsageError

Mode = Literal["auto", "schema", "tools", "json"]
Strategy = Literal["pointer", "quote"]
SchemaForm = Literal["auto", "full", "lean"]

KEY_VARIABLE: Final = "OPENAI_API_KEY"
"""Environment variable with the API key. The key itself is read when a client is made and kept nowhere."""


_A_URL: Final = "an http(s) URL such as http://localhost:8080/v1"


class LlmSettings(BaseModel):
    """Settings of one run's model. Frozen; its JSON holds no secret."""

    model_config = ConfigDict(frozen=True, extra="forbid", protected_namespaces=())

    model: str = Field(min_length=1)
    """Model name as the server knows it, or `provider/model` (`anthropic/...`) where no `base_url` is given."""
    base_url: str | None = None
    """Root of an OpenAI-compatible API, with `/v1` where the server has it. None: api.openai.com."""
    mode: Mode = "auto"
    """How a typed reply is asked for: strict JSON schema, tool call or plain JSON; `auto` probes in that order."""
    schema_form: SchemaForm = "auto"
    """The reply's JSON schema with rows' patterns and label lists (`full`) or without (`lean`); `auto`: lean for
    api.openai.com, which counts it as input, full for other servers, which may decode by it."""
    strategy: Strategy = "pointer"
    temperature: float | None = Field(default=0.0, ge=0, le=2)
    top_p: float | None = Field(default=None, gt=0, le=1)
    seed: int | None = None
    max_output_tokens: int = Field(default=4096, ge=64)
    """Room for one reply. Doubled once where a reply does not fit."""
    timeout: float = Field(default=180.0, gt=0)
    """Seconds for one call."""
    service_tier: str | None = None
    reasoning_effort: str | None = None
    context_window: int | None = Field(default=None, ge=1024)
    """The model's context in tokens, where known; longer articles are split beforehand instead of on refusal."""
    max_quantities: int = Field(default=120, ge=1)
    """Quantities in one request; articles with more are split."""
    few_shots: int | None = Field(default=None, ge=0)
    """Worked examples in the prompt; None: all the template has. Small contexts need fewer."""
    attempts: int = Field(default=5, ge=1)
    """Calls for one question that transient errors may use up."""
    reasks: int = Field(default=2, ge=0)
    """How often a malformed reply is asked for again."""
    max_wait: float = Field(default=300.0, ge=0)
    """Longest wait in seconds before a retry; a server that asks for more fails the article."""
    price_input: float | None = Field(default=None, ge=0)
    """US dollars for a million input tokens; with `price_output` it takes the place of the price list."""
    price_cached: float | None = Field(default=None, ge=0)
    """US dollars for a million cached input tokens; None: as `price_input`."""
    price_output: float | None = Field(default=None, ge=0)
    """US dollars for a million output tokens."""
    max_cost: float | None = Field(default=None, gt=0)
    """US dollars after which no further call is made."""
    max_tokens: int | None = Field(default=None, gt=0)
    """Tokens, input and output together, after which no further call is made."""
    log_content: bool = False
    """Whether prompts and replies may be logged."""

    requests_per_minute: float | None = Field(default=None, gt=0)
    """Calls a minute at most; None: as many as the server takes."""
    tokens_per_minute: float | None = Field(default=None, gt=0)
    """Tokens a minute at most, input and expected output together; None: as many as the server takes."""

    @field_validator("base_url")
    @classmethod
    def _plain_url(cls, url: str | None) -> str | None:
        if url is None:
            return None
        try:
            parts = urlsplit(url)
        except ValueError:
            raise ValueError(f"must be {_A_URL}") from None
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"must be {_A_URL}")
        if "@" in parts.netloc:
            raise ValueError(f"must not hold a user name or password; put the key into {KEY_VARIABLE}")
        if "?" in url or "#" in url:
            raise ValueError(
                "must end before its ? or #, for the path of the call is put behind it; "
                f"a key goes into {KEY_VARIABLE}, which is sent as the header Authorization: Bearer"
            )
        if not _has_port(parts):
            raise ValueError("must have a port from 1 to 65535, or none")
        return url.rstrip("/")

    @property
    def on_own_machine(self) -> bool:
        """Whether the server is named by a loopback address: no price list has it."""
        return self.base_url is not None and (self.host[0] == "localhost" or self.host[0].startswith("127."))

    @property
    def fixed_mode(self) -> str | None:
        """The mode where it is not probed for; other providers are always asked by tool calls."""
        if self.provider is not None:
            return "tools"
        return None if self.mode == "auto" else self.mode

    @property
    def counts_tokens(self) -> bool:
        """Whether some limit needs the tokens of each question counted."""
        limits = (self.context_window, self.max_cost, self.max_tokens, self.tokens_per_minute)
        return any(limit is not None for limit in limits)

    @property
    def provider(self) -> str | None:
        """The provider's name where `model` is one of instructor's provider strings, else None."""
        if self.base_url is None and "/" in self.model:
            name = self.model.split("/", 1)[0]
            return None if name == "openai" else name
        return None

    @property
    def host(self) -> tuple[str, int]:
        """Where calls go, for traces: host and port."""
        parts = urlsplit(self.base_url or "https://api.openai.com/v1")
        return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)

    @property
    def lean(self) -> bool:
        """Whether the reply's schema goes out without what the prompt says already."""
        return self.host[0] == "api.openai.com" if self.schema_form == "auto" else self.schema_form == "lean"

    @property
    def wire_model(self) -> str:
        """The model's name as it goes over the wire (`openai/gpt-5-mini` -> `gpt-5-mini`)."""
        if self.base_url is None and self.model.startswith("openai/"):
            return self.model.split("/", 1)[1]
        return self.model

    def answer_deciding(self) -> dict[str, object]:
        """The settings that decide an answer's content, for ledger keys and run files."""
        chosen = (
            "model",
            "base_url",
            "mode",
            "schema_form",
            "strategy",
            "temperature",
            "top_p",
            "seed",
            "max_output_tokens",
            "service_tier",
            "reasoning_effort",
            "context_window",
            "max_quantities",
            "few_shots",
            "reasks",
        )
        return {name: getattr(self, name) for name in chosen}


def _has_port(parts: SplitResult) -> bool:
    """Whether the port is one, where there is any."""
    try:
        return parts.port != 0
    except ValueError:
        return False


def read_key(settings: LlmSettings) -> str:
    """The API key from the environment; a local server needs none.

    Raises:
        UsageError: no key for a server that surely wants one.
    """
    key = os.environ.get(KEY_VARIABLE, "").strip()
    if key:
        return key
    if settings.base_url is None:
        raise UsageError(f"No API key: set {KEY_VARIABLE}, or give --base-url for a server that needs none.")
    return "none"
