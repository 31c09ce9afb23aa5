"""The settings (README.md, "Settings"): from the environment, or `.env`; every secret also as `…_FILE`. A fault is one plain line, and all of them are told
at once."""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from config.plain_faults import in_words

PREFIX = "KTD_"
TELEGRAM_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
SECRETS = ("TELEGRAM_TOKEN", "ZALO_TOKEN", "ZALO_SECRET")


class SettingsFaults(Exception):
    """The settings cannot be used; `lines` says why, one fault a line."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("; ".join(lines))
        self.lines = lines


class Settings(BaseModel):
    """What the organisation sets. Zalo's names are known and checked; this release speaks Telegram only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Path("data")
    telegram_token: SecretStr | None = None
    telegram_api: str = "https://api.telegram.org"
    telegram_pace: Literal["on", "off"] = "on"
    zalo_token: SecretStr | None = None
    zalo_api: str = ""
    zalo_mode: Literal["poll", "webhook"] = "poll"
    zalo_secret: SecretStr | None = None
    zalo_link: str = ""
    public_url: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    log: Literal["text", "json"] = "text"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must stand in no log."""
        kept = (self.telegram_token, self.zalo_token, self.zalo_secret)
        return tuple(one.get_secret_value() for one in kept if one is not None)

    @field_validator("telegram_token")
    @classmethod
    def _looks_like_a_token(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None and not TELEGRAM_TOKEN.fullmatch(token.get_secret_value()):
            raise ValueError("is no Telegram token (digits, a colon, letters)")
        return token

    @field_validator("zalo_token")
    @classmethod
    def _no_zalo_yet(cls, token: SecretStr | None) -> SecretStr | None:
        if token is not None:
            raise ValueError("is set, but this release does not speak Zalo yet; take it out to start")
        return token

    @field_validator("telegram_api", "zalo_api", "public_url")
    @classmethod
    def _is_an_address(cls, address: str) -> str:
        if address and not (address.startswith(("http://", "https://")) and _host_of(address)):
            raise ValueError("must be an address like https://example.org")
        return address.rstrip("/")

    @field_validator("telegram_api")
    @classmethod
    def _is_the_root(cls, address: str) -> str:
        if not address or address.endswith("/bot"):
            raise ValueError("must be the server's root, without /bot")
        return address

    @property
    def database(self) -> Path:
        """Where the live database lies."""
        return self.data_dir / "ktd.db"


def load_settings(environ: Mapping[str, str], env_file: Path | None = None) -> Settings:
    """The settings; the environment wins over the file. Raises SettingsFaults with every fault."""
    faults: list[str] = []
    given = _together(_env_file(env_file, faults) if env_file and env_file.is_file() else {}, _ours(environ))
    values = _with_secret_files(given, faults)
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    faults += [f"{name}: there is no such setting{_meant(name, known)}" for name in sorted(values) if name not in known]
    try:
        settings = Settings.model_validate({name.removeprefix(PREFIX).lower(): value for name, value in values.items() if name in known})
    except ValidationError as invalid:
        faults += [f"{PREFIX}{str(one['loc'][0]).upper()}: {in_words(one)}" for one in invalid.errors()]
    if faults:
        raise SettingsFaults(tuple(faults))
    return settings


def _ours(environ: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environ.items() if name.startswith(PREFIX) and value != ""}


def _together(file: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """Both, the environment winning: a secret it gives, in either way, replaces the one of the file, in either way."""
    replaced = {other for name in environ for other in (f"{name}_FILE", name.removesuffix("_FILE"))}
    return {**{name: value for name, value in file.items() if name not in replaced}, **environ}


def _env_file(path: Path, faults: list[str]) -> dict[str, str]:
    text = _text_of(path, path.name, faults) or ""
    return _ours({name: value or "" for name, value in dotenv_values(stream=StringIO(text), interpolate=False).items()})


def _text_of(path: Path, name: str, faults: list[str]) -> str | None:
    try:
        return path.read_text("utf-8-sig").strip()
    except OSError as fault:
        faults.append(f"{name}: the file cannot be read ({fault.strerror or fault})")
    except UnicodeDecodeError:
        faults.append(f"{name}: the file is not UTF-8 text")
    return None


def _with_secret_files(given: dict[str, str], faults: list[str]) -> dict[str, str]:
    values = dict(given)
    for name in (PREFIX + secret for secret in SECRETS):
        file = values.pop(f"{name}_FILE", None)
        if file is None:
            continue
        if name in values:
            faults.append(f"{name}_FILE: {name} is set too; keep one of them")
            continue
        if secret := _text_of(Path(file), f"{name}_FILE", faults):
            values[name] = secret
        elif secret is not None:
            faults.append(f"{name}_FILE: the file is empty")
    return values


def _host_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _meant(name: str, known: set[str]) -> str:
    near = get_close_matches(name, known, n=1, cutoff=0.8)
    return f"; do you mean {near[0]}?" if near else ""
