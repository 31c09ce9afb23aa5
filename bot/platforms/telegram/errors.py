"""What Telegram answers, as an Outcome. The table is data: a stable piece of Telegram's own text, and what it means for the message."""

from datetime import timedelta

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.platforms.telegram.request import NotExecuted
from handlers.dialogue import ChatMoved, FilesRefused, NotSent, Outcome, OutcomeUnknown, Parked, Refused, ScreenGone, TokenRefused, Unreachable

UNREACHABLE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "bot can't initiate",
    "have no rights to send",
    "not enough rights to send",
    "chat_write_forbidden",
    "topic_closed",
)
"""A forum whose general topic is closed takes no post either: posts go there."""
FILES_ALONE = ("send photos", "send documents", "send_photos_forbidden", "send_docs_forbidden")
"""A group may forbid files and still take words: then it is not lost."""
SCREEN_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
SAME_ALREADY = "message is not modified"
BAD_ENTITIES = "can't parse entities"
UNREADABLE_ANSWER = "invalid server response"
"""What python-telegram-bot says of an answer that is no JSON, as a proxy on the way gives: the request may have been executed."""
SERVER_TROUBLE = ("internal server error", "restart")


def asked_wait(fault: RetryAfter) -> timedelta:
    """How long Telegram asks to wait; python-telegram-bot gives seconds now and will give a timedelta."""
    after = fault.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)


def in_words(fault: TelegramError) -> str:
    """What went wrong, for the log."""
    match fault:
        case NotExecuted():
            return "no connection could be made"
        case TimedOut():
            return "no answer came in time"
        case RetryAfter():
            return "it asks to wait"
        case NetworkError():
            return "the connection broke, or its server failed"
    return f"it answered: {fault.message}"


def outcome_of(fault: TelegramError) -> Outcome:
    """The outcome an error of python-telegram-bot stands for."""
    text = str(fault).casefold()
    match fault:
        case RetryAfter():
            return Parked(asked_wait(fault))
        case ChatMigrated():
            return ChatMoved(str(fault.new_chat_id))
        case Forbidden():
            return Unreachable(str(fault))
        case InvalidToken():
            return TokenRefused("the token is not accepted")
        case BadRequest():
            return _bad_request(str(fault), text)
        case NotExecuted():
            return NotSent(str(fault), reached=False)
        case TimedOut():
            return OutcomeUnknown(str(fault))
        case NetworkError() if any(piece in text for piece in SERVER_TROUBLE):
            return NotSent(str(fault))
        case NetworkError():
            return OutcomeUnknown(str(fault))
    return OutcomeUnknown(str(fault)) if UNREADABLE_ANSWER in text else Refused(str(fault))


def _bad_request(reason: str, text: str) -> Outcome:
    if any(piece in text for piece in SCREEN_GONE):
        return ScreenGone()
    if any(piece in text for piece in FILES_ALONE):
        return FilesRefused(reason)
    if any(piece in text for piece in UNREACHABLE):
        return Unreachable(reason)
    return Refused(reason)
