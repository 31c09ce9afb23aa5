"""The log: one line a record, valid JSON whatever it says, and never a token, an answer or anybody's words."""

import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.logs import Json, Plain, told

TOKEN = "7000000001:AAE_abcdefghijklmnopqrstuvwxyz-12345"


def record(text: str, fault: BaseException | None = None, part: str = "ktd.engine") -> logging.LogRecord:
    info = (type(fault), fault, fault.__traceback__) if fault else None
    return logging.LogRecord(part, logging.ERROR, __file__, 1, "%s", (text,), info)


def raised(fault: Exception) -> Exception:
    try:
        raise fault
    except Exception as caught:  # noqa: BLE001  # the test hands any kind on
        return caught


@given(st.text())
def test_every_record_is_one_line_of_json(text: str) -> None:
    line = Json().format(record(text))

    assert json.loads(line)["part"] == "ktd.engine" and "\n" not in line


@given(st.text(alphabet='\r\n "\\{}%'))
def test_text_is_one_line_a_record_too(text: str) -> None:
    assert not set("\r\n") & set(Plain().format(record(text)))


@pytest.mark.parametrize("form", [Plain(), Json()])
def test_a_fault_tells_its_kind_and_place_and_none_of_its_words(form: logging.Formatter) -> None:
    line = form.format(record("event e1 failed", raised(ValueError("9,5 là điểm của tôi"))))

    assert "ValueError at bot/test_logs.py:" in line and "raised" in line and "9,5" not in line


def test_what_a_model_refused_is_not_quoted() -> None:
    class Ballot(BaseModel):
        choice: int

    with pytest.raises(ValueError) as found:  # noqa: PT011  # pydantic's own kind, with the input in its words
        Ballot.model_validate({"choice": "phiếu kín"})

    assert "phiếu" in str(found.value) and "phiếu" not in told(found.value)


def test_causes_and_parts_of_a_fault_are_told_without_their_words() -> None:
    cause = raised(KeyError("bí mật"))
    group = raised(ExceptionGroup("bí mật", [raised(OSError("bí mật"))]))
    group.__cause__ = cause

    assert "KeyError" in told(group) and "OSError" in told(group) and "bí mật" not in told(group)


@pytest.mark.parametrize("form", [Plain(), Json()])
def test_a_token_in_any_text_is_struck_out(form: logging.Formatter) -> None:
    line = form.format(record(f"POST https://api.telegram.org/bot{TOKEN}/sendMessage failed"))

    assert TOKEN not in line and "sendMessage" in line


def test_of_what_asyncio_says_about_a_lost_task_the_first_line_is_kept() -> None:
    text = "Task exception was never retrieved\nfuture: <Task exception=ValueError('9,5')>"

    assert Plain().format(record(text, part="asyncio")).endswith("Task exception was never retrieved")


def test_a_record_that_an_earlier_handler_wrote_with_the_faults_words_is_written_anew() -> None:
    seen = record("failed", raised(ValueError("bí mật")))
    logging.Formatter().format(seen)  # leaves the traceback with its words on the record

    assert "bí mật" not in Plain().format(seen)


def test_the_process_ends_with_a_line_and_without_words(capsys: pytest.CaptureFixture[str]) -> None:
    from bot import logs

    hook, root = sys.excepthook, logging.getLogger()
    handlers = root.handlers[:]
    try:
        logs.set_up("json")
        sys.excepthook(ValueError, raised(ValueError("bí mật")), None)
    finally:
        sys.excepthook, root.handlers[:] = hook, handlers
    line = json.loads(capsys.readouterr().err)

    assert line["level"] == "CRITICAL" and "ValueError" in line["fault"] and "mật" not in str(line)


@pytest.mark.parametrize("form", [Plain, Json])
@pytest.mark.parametrize("secret", ["1:abc", "7000000001:AAE_abcdefghijklmnopqrstuvwxyz-12345"])
def test_the_secrets_that_are_set_are_hidden_whatever_their_form(form: type[Plain | Json], secret: str) -> None:
    line = form([secret]).format(record(f"POST /bot{secret}/getMe and {secret.replace(':', '%3A')}"))

    assert secret not in line and "%3A" not in line and "/getMe" in line
