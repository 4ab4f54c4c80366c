"""Every setting, in one table. Read once at start from the environment; the command line overrides it."""

from __future__ import annotations

import os
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service import keys
from service.limits import DEFAULT_LIMITS, Limits

PREFIX = "CITEWEAVE_"


class SettingsError(Exception):
    """A setting has a value that cannot be used; says which, and why."""


def _cores() -> int:
    """Return the cores that this process may run on (a container may have fewer than the machine)."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Settings(BaseSettings):
    """What an operator may choose. Each field is the variable CITEWEAVE_ and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True)

    models_dir: Path | None = Field(
        None,
        description="Where the weights are; without it, where `citeweave models list` says.",
    )
    encoder: str | None = Field(
        None, description="Another sentence encoder: a local directory, or a model's name on a hub."
    )
    fuser: str | None = Field(
        None,
        repr=False,  # an address may hold a password
        description="Another language model for fusing: a local directory, a model's name on a hub, or the"
        " address of an OpenAI-compatible server, such as `http://127.0.0.1:8000/v1`.",
    )
    fuser_model: str | None = Field(
        None, description="The model's name at that server; needed if `CITEWEAVE_FUSER` is an address."
    )
    fuser_api_key: SecretStr | None = Field(
        None, description="The key that server asks for. It is never logged or shown."
    )
    fuser_timeout: float = Field(
        60.0, gt=0, le=3600, description="Seconds that server may take for one sentence, with retries."
    )
    fuser_adapter: str | None = Field(None, description="Another adapter for the fuser: a local directory.")
    threads: int = Field(
        default_factory=_cores, ge=1, le=1024, description="Processor threads that the models use."
    )
    host: str = Field("127.0.0.1", min_length=1, description="The address to listen on.")
    port: int = Field(8080, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    workers: int = Field(
        1, ge=1, le=64, description="Server processes. Each one holds its own copy of the weights."
    )
    api_keys: str | None = Field(
        None,
        repr=False,
        description="Who may use the service: `NAME:HASH` for each key, between commas, as"
        " `citeweave keys new NAME` prints it; without any, everybody who can reach it.",
    )
    rate_limit: str | None = Field(
        None,
        description="Requests that one client may make, such as `600 per minute` or `20/second; 5000/day`;"
        " more get a 429. Health answers and the page's files do not count. Off without it.",
    )
    summary_rate_limit: str | None = Field(
        None,
        description="Summaries that one client may ask for, at once or as jobs, such as `30 per minute`; more"
        " get a 429. Off without it.",
    )
    proxies: int = Field(
        0,
        ge=0,
        le=8,
        description="Reverse proxies before the service that add to `X-Forwarded-For`: the client's address"
        " is then taken from there, else from the connection.",
    )
    request_threads: int = Field(
        8,
        ge=1,
        le=256,
        description="Summaries that one server process makes at a time for waiting clients; more get a 503."
        " While many are refused, it makes 2 to 4 at a time, half as many as it has cores.",
    )
    request_timeout: float = Field(
        600.0,
        gt=0,
        le=86_400,
        description="Seconds that one summary may take; then it ends in a 503.",
    )
    graceful_timeout: int = Field(
        30, ge=0, le=3600, description="Seconds that running requests get to finish when the server stops."
    )
    database_url: SecretStr | None = Field(
        None,
        description="Where jobs are kept: any URL that SQLAlchemy knows, such as `postgresql+pg8000://user:password@host/db`;"
        " without it, a SQLite file in the user's state directory.",
    )
    broker_url: SecretStr | None = Field(
        None,
        description="A Redis server, such as `redis://127.0.0.1:6379/0`: jobs are then done by"
        " `citeweave worker`, else by the server itself.",
    )
    job_threads: int = Field(
        1, ge=1, le=64, description="Jobs that one server process does at the same time, without a broker."
    )
    max_jobs: int = Field(
        100, ge=1, le=1_000_000, description="Jobs that may wait; what comes then gets a 503."
    )
    job_timeout: float = Field(
        3600.0, gt=0, le=86_400, description="Seconds that one job may take; then it has failed."
    )
    job_ttl: float = Field(
        86_400.0,
        gt=0,
        le=31_536_000,
        description="Seconds that a finished job is kept; then it is forgotten.",
    )
    job_lease: float = Field(
        30.0,
        ge=0.1,
        le=3600,
        description="Seconds of silence after which a job counts as left behind: another process does it.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="How much is logged; a document's text never is."
    )
    log_format: Literal["text", "json"] = Field(
        "text", description="`json` logs one JSON object a line, `text` the same for people to read."
    )
    worker_metrics_port: int | None = Field(
        None,
        ge=1,
        le=65535,
        description="The port of `CITEWEAVE_HOST` on which `citeweave worker` answers Prometheus; without it,"
        " it does not. The server's own figures are at `/metrics`.",
    )
    max_documents: int = Field(
        DEFAULT_LIMITS.max_documents, ge=1, description="Documents in one request, at most."
    )
    max_request_bytes: int = Field(
        DEFAULT_LIMITS.max_request_bytes, ge=1024, description="Bytes in the body of one request, at most."
    )
    max_document_bytes: int = Field(
        DEFAULT_LIMITS.max_document_bytes, ge=1, description="Bytes in one file, at most."
    )
    max_document_characters: int = Field(
        DEFAULT_LIMITS.max_document_characters,
        ge=1,
        description="Code points in the text of one document, at most.",
    )
    max_document_lines: int = Field(
        DEFAULT_LIMITS.max_document_lines, ge=1, description="Lines in the text of one document, at most."
    )
    max_pdf_pages: int = Field(DEFAULT_LIMITS.max_pdf_pages, ge=1, description="Pages in one PDF, at most.")
    max_unzipped_bytes: int = Field(
        DEFAULT_LIMITS.max_unzipped_bytes, ge=1, description="Bytes that one DOCX may unpack to, at most."
    )
    max_sentences: int = Field(
        DEFAULT_LIMITS.max_sentences, ge=1, description="Sentences in all documents of one request, at most."
    )

    @field_validator("fuser")
    @classmethod
    def _fuser_is_whole(cls, value: str | None) -> str | None:
        if _is_address(value) and not _has_host(value or ""):
            raise PydanticCustomError("address", "it is no address: write it as http://host:port/v1")
        return value

    @field_validator("fuser_model")
    @classmethod
    def _server_needs_a_model(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None and _is_address(info.data.get("fuser")):
            raise PydanticCustomError(
                "needed", "set it to the name of a model at the server that CITEWEAVE_FUSER names"
            )
        return value

    @field_validator("fuser_adapter")
    @classmethod
    def _server_takes_no_adapter(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and _is_address(info.data.get("fuser")):
            raise PydanticCustomError("adapter", "a server loads its own; do not set it with an address")
        return value

    @field_validator("api_keys")
    @classmethod
    def _keys_can_be_read(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            keys.parse(value)
        except ValueError as error:
            raise PydanticCustomError("keys", "{reason}", {"reason": str(error)}) from None
        return value

    @field_validator("rate_limit", "summary_rate_limit")
    @classmethod
    def _rate_can_be_read(cls, value: str | None) -> str | None:
        if value is None:
            return None
        from limits import parse_many  # noqa: PLC0415 - only where there is a limit

        try:
            parse_many(value)
        except ValueError:
            raise PydanticCustomError("rate", "it is no rate: write it as `30 per minute`") from None
        return value

    @property
    def clients(self) -> tuple[keys.KnownKey, ...]:
        """The keys that are known, and whose they are; none means that nobody is asked."""
        return keys.parse(self.api_keys) if self.api_keys is not None else ()

    @property
    def fuser_is_server(self) -> bool:
        """Whether the fuser is a server's, rather than a model in this process."""
        return _is_address(self.fuser)

    @property
    def jobs_database(self) -> str:
        """The URL of the jobs' database; it may hold a password."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
        return f"sqlite:///{Path(state) / 'citeweave' / 'jobs.sqlite3'}"

    @property
    def besieged_threads(self) -> int:
        """Summaries at a time while many clients are refused: more would only share Python's one lock."""
        return min(self.request_threads, 4, max(2, _cores() // 2))

    @property
    def limits(self) -> Limits:
        """The ceilings on one request."""
        return Limits(**{field.name: getattr(self, field.name) for field in fields(Limits)})


def load_settings(**overrides: str | int | float | Path | None) -> Settings:
    """Read the environment; overrides that are not None go first. Raises SettingsError."""
    given: dict[str, Any] = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingsError(
            "; ".join(_complaint(fault["loc"], fault["msg"]) for fault in error.errors())
        ) from None


def settings_table() -> list[tuple[str, str, str]]:
    """Return (environment variable, default as text, help) for each setting, in reading order."""
    return [
        (f"{PREFIX}{name.upper()}", _default_text(field), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def _is_address(fuser: str | None) -> bool:
    return fuser is not None and fuser.lower().startswith(("http://", "https://"))


def _has_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _complaint(location: tuple[int | str, ...], message: str) -> str:
    name = str(location[0]).upper() if location else ""
    return f"{PREFIX}{name}: {message[:1].lower()}{message[1:]}"


def _default_text(field: FieldInfo) -> str:
    if field.default_factory is not None:
        return "all cores"
    if field.default is None:
        return ""
    return f"{field.default:g}" if isinstance(field.default, float) else str(field.default)
