"""The settings: every name of the contract, secrets from files, and one plain line for each fault."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from config.settings import Settings, SettingsFaults, load_settings

NAMES = {
    "KTD_DATA_DIR": "d", "KTD_TELEGRAM_TOKEN": "12:ab_C-d", "KTD_TELEGRAM_API": "http://localhost:1", "KTD_TELEGRAM_PACE": "off",
    "KTD_ZALO_API": "https://z", "KTD_ZALO_MODE": "webhook", "KTD_ZALO_SECRET": "s", "KTD_ZALO_LINK": "https://zalo.me/1",
    "KTD_PUBLIC_URL": "https://ktd.example", "KTD_HOST": "0.0.0.0", "KTD_PORT": "0", "KTD_LOG": "json",
}  # fmt: skip


def faults(environ: dict[str, str], env_file: Path | None = None) -> tuple[str, ...]:
    with pytest.raises(SettingsFaults) as found:
        load_settings(environ, env_file)
    return found.value.lines


def test_the_defaults_are_those_of_the_contract() -> None:
    assert load_settings({}) == Settings(
        data_dir=Path("data"), telegram_token=None, telegram_api="https://api.telegram.org", telegram_pace="on", zalo_mode="poll",
        host="127.0.0.1", port=8080, log="text",
    )  # fmt: skip


def test_every_name_of_the_contract_is_taken() -> None:
    settings = load_settings(NAMES)

    assert {name for name in Settings.model_fields if getattr(settings, name) != getattr(Settings(), name)} == {
        name.removeprefix("KTD_").lower() for name in NAMES
    }


def test_an_empty_value_is_as_none() -> None:
    assert load_settings({"KTD_TELEGRAM_TOKEN": "", "KTD_PORT": ""}) == Settings()


def test_every_fault_is_told_at_once_and_each_in_one_line() -> None:
    lines = faults({"KTD_PORT": "many", "KTD_LOG": "xml", "KTD_HAST": "x", "KTD_NONSENSE": "y", "KTD_TELEGRAM_PACE": "fast"})

    assert sorted(line.partition(":")[0] for line in lines) == ["KTD_HAST", "KTD_LOG", "KTD_NONSENSE", "KTD_PORT", "KTD_TELEGRAM_PACE"]
    assert not any("\n" in line for line in lines)


def test_an_unknown_name_is_told_with_the_one_that_was_probably_meant() -> None:
    assert faults({"KTD_TELEGRAM_TOKENS": "1:a"}) == ("KTD_TELEGRAM_TOKENS: there is no such setting; do you mean KTD_TELEGRAM_TOKEN?",)


@pytest.mark.parametrize("port", ["-1", "65536", "80.5", "http"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert len(faults({"KTD_PORT": port})) == 1


@pytest.mark.parametrize("token", ["abc", "123", "123:a b", "123:a/../x", "x:abc", "123:ă", "123:abc\n"])
def test_what_is_no_token_is_refused_without_being_repeated(token: str) -> None:
    (line,) = faults({"KTD_TELEGRAM_TOKEN": token})

    assert token not in line


@pytest.mark.parametrize("address", ["api.telegram.org", "ftp://x", "http://", "https://[x", "https://api.telegram.org/bot"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    assert len(faults({"KTD_TELEGRAM_API": address})) == 1


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("\ufeff12:abc\n", "utf-8")

    assert load_settings({"KTD_TELEGRAM_TOKEN_FILE": str(file)}).telegram_token == SecretStr("12:abc")


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", None])
def test_a_secret_file_that_holds_none_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)
    (line,) = faults({"KTD_TELEGRAM_TOKEN_FILE": str(file)})

    assert line.startswith("KTD_TELEGRAM_TOKEN_FILE: the file ")


def test_a_secret_given_twice_is_told(tmp_path: Path) -> None:
    assert len(faults({"KTD_TELEGRAM_TOKEN": "12:abc", "KTD_TELEGRAM_TOKEN_FILE": str(tmp_path)})) == 1


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# ours\nexport KTD_PORT='9001'\nKTD_LOG=json\nPATH=/x\nKTD_TELEGRAM_TOKEN_FILE=/nowhere\n", "utf-8")
    settings = load_settings({"KTD_PORT": "9002", "KTD_TELEGRAM_TOKEN": "12:abc"}, file)

    assert (settings.port, settings.log, settings.telegram_token) == (9002, "json", SecretStr("12:abc"))


def test_a_file_of_settings_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"KTD_PORT=\xff")

    assert faults({}, tmp_path / ".env") == (".env: the file is not UTF-8 text",)


def test_a_token_for_zalo_is_refused_until_zalo_is_spoken() -> None:
    assert len(faults({"KTD_ZALO_TOKEN": "x"})) == 1


def test_secrets_never_show() -> None:
    assert "abc" not in repr(load_settings({"KTD_TELEGRAM_TOKEN": "12:abc", "KTD_ZALO_SECRET": "abc"}))


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"KTD_LOG": "xml"}, "KTD_LOG: must be text or json"),
        ({"KTD_PORT": "web"}, "KTD_PORT: must be a whole number"),
        ({"KTD_PORT": "99999"}, "KTD_PORT: must be at most 65535"),
        ({"KTD_TELEGRAM_TOKEN_FILE": "/khong/co"}, "KTD_TELEGRAM_TOKEN_FILE: the file cannot be read (No such file or directory)"),
    ],
)
def test_a_bad_value_is_told_in_plain_words(given: dict[str, str], line: str) -> None:
    assert faults(given) == (line,)
