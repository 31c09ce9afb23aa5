"""What is asked back before it is recorded: a text with several readings, and figures too large to be believed unasked. Nothing is guessed."""

import re
from dataclasses import dataclass
from decimal import Decimal

from domain.criteria.answers import Answer, is_not_applicable
from domain.criteria.counts import CountTimes, Deduct, PlusMinus
from domain.criteria.percents import PerMissPercent
from domain.criteria.rule import decimal
from domain.errors import RuleError
from domain.numbers import AmbiguousNumber, NotRead, readings, unmistakable
from domain.reading import Reading, read_answer
from domain.reading.following import UnclearAnswer, without_courtesy
from domain.reading.kinds import NUMBER, is_bare_answer, is_document, not_applicable_reason
from domain.reading.one_number import FractionOfAnother, UnitDoubted
from domain.rubrics import Item, Leaf
from domain.texts import clean, fold

FAR_BEYOND = 3
"""An actual of more than so many times its plan is asked back once. Units report up to about twice a plan; beyond three times it has nearly always been a
slip: the two figures changed places, or a comma was lost. It costs one tap where it is true."""

LATEST = 366
"""More days late than a year has are asked back once: nearly always a year was typed ("2026")."""
MOST_TIMES, TIMES_OVER = 31, 2
"""More faults than one for each day of a month, or so many that they take more than twice what there is to lose, are asked back once: points or a rate were
typed ("105", "10") where it is counted how often something was missed. Who has lost all points has little cause to count on, and it costs one tap."""
NOTHING_AROSE = re.compile(r"(khong|ko|k) co\b|(khong|ko|k|chua) phat sinh\b")
NOTHING = {"yes_no": "khong", "award_bonus": "khong", "count_times": "0", "per_miss_percent": "0", "plus_minus": "khong", "deduct": "khong co loi"}
"""By rule, in folded text: the answer that nothing was there to be done or counted."""


class FarBeyondPlan(RuleError):
    """The actual is more than FAR_BEYOND times the plan."""

    key = "criteria.far_beyond_plan"


class DaysHardToBelieve(RuleError):
    """More days late than LATEST."""

    key = "criteria.days_hard_to_believe"


class TimesHardToBelieve(RuleError):
    """More faults than MOST_TIMES, or TIMES_OVER as many as take all that can be lost."""

    key = "criteria.times_hard_to_believe"


@dataclass(frozen=True)
class Meant:
    """One of the readings of a text: how it is named, and the text with this reading only."""

    name: str
    text: str


Doubt = AmbiguousNumber | UnitDoubted | FarBeyondPlan | DaysHardToBelieve | TimesHardToBelieve
DOUBTS = (AmbiguousNumber, UnitDoubted, FarBeyondPlan, DaysHardToBelieve, TimesHardToBelieve)
HARD_TO_BELIEVE = (FarBeyondPlan, DaysHardToBelieve, TimesHardToBelieve)
"""Figures that are plain, and taken once they are confirmed."""


def read_believable(target: Leaf | Item, text: str) -> Reading:
    """The answer a text gives to this criterion. Raises a RuleError that says what is asked, or one of HARD_TO_BELIEVE."""
    reading = read_answer(target, text)
    require_believable(target, reading.answer)
    return reading


def refusal_of(target: Leaf | Item, text: str) -> RuleError | None:
    """What a text is refused with where an answer is asked; None where it is one, or is asked back."""
    try:
        read_believable(target, text)
    except DOUBTS:
        return None
    except RuleError as refusal:
        return refusal
    return None


def answers_beside_file(target: Leaf | Item, caption: str) -> bool:
    """Whether a file's caption is an answer as it would be if it were typed, alone or with a document behind it ("7 điểm", "9 BC số 45/BC-SXD"), or is to be
    asked back as one. What else follows a figure describes the file ("2 trang đầu"), and so does what says that nothing arose."""
    if not_applicable_reason(caption) is not None or says_nothing_arose(target, caption):
        return False
    try:
        evidence = read_answer(target, caption).evidence
    except DOUBTS:
        return True
    except RuleError:
        return False
    return not evidence or is_document(evidence)


def beyond_answer(target: Leaf | Item, caption: str) -> str:
    """What a file's caption says beside an answer: what follows it, all of a caption that is none or is asked back, nothing where it is an answer alone, or a
    figure that does not fit."""
    if not is_bare_answer(caption) and not answers_beside_file(target, caption):
        return caption
    try:
        return read_answer(target, caption).evidence
    except DOUBTS:
        return caption
    except RuleError:
        return caption if any(letter.isalpha() for letter in caption) else ""


def require_believable(target: Leaf | Item, answer: Answer) -> None:
    """Raises one of HARD_TO_BELIEVE for figures that are too large to be recorded unasked."""
    plan, actual = answer.get("plan"), answer.get("actual")
    if isinstance(plan, Decimal) and isinstance(actual, Decimal) and actual > plan * FAR_BEYOND:
        raise FarBeyondPlan(plan=plan, actual=actual, times=FAR_BEYOND)
    days = answer.get("days_late")
    if isinstance(days, Decimal) and days > LATEST:
        raise DaysHardToBelieve(days=days)
    if not is_not_applicable(answer):
        _require_believable_times(target, answer)


def _require_believable_times(target: Leaf | Item, answer: Answer) -> None:
    counted = _faults_of(target, answer)
    if counted is not None and (counted.times > MOST_TIMES or (counted.losable is not None and counted.lost > counted.losable * TIMES_OVER)):
        raise TimesHardToBelieve(count=counted.times)


@dataclass(frozen=True)
class _Faults:
    """How often an answer says that something was missed or wrong, the points that takes, and the most there is to lose; None where there is no end."""

    times: Decimal
    lost: Decimal
    losable: Decimal | None


def _faults_of(target: Leaf | Item, answer: Answer) -> _Faults | None:
    """The faults an answer counts; None where the criterion counts none, or gains."""
    match target.rule:
        case PerMissPercent() as rule:
            times = decimal(answer, "misses")
            return _Faults(times, rule.share * times, Decimal(100))
        case PlusMinus() as rule:
            times = decimal(answer, "minus")
            return _Faults(times, rule.minus_points * times, rule.ceiling - rule.least)
        case Deduct() as rule:
            counts = rule.counts(answer)
            lost = sum((one.points * counts.get(one.code, Decimal(0)) for one in rule.violations), Decimal(0))
            return _Faults(sum(counts.values(), Decimal(0)), lost, rule.ceiling - rule.least)
        case CountTimes() as rule if isinstance(target, Item) and target.is_penalty:
            times = decimal(answer, "count")
            return _Faults(times, rule.per_unit * times, rule.cap)
    return None


def is_hard_to_believe(target: Leaf | Item, answer: Answer) -> bool:
    """Whether a figure is too large to be recorded unasked."""
    try:
        require_believable(target, answer)
    except HARD_TO_BELIEVE:
        return True
    return False


def says_nothing_arose(target: Leaf | Item, text: str) -> str:
    """The plain answer "no" or "none" where a text says that nothing arose, which may as well mean that the criterion does not apply ("không có nhiệm vụ
    phát sinh"); empty for any other text."""
    plain = without_courtesy(clean(text))
    found = NOTHING_AROSE.match(fold(plain))
    if found is None or target.rule.kind not in NOTHING:
        return ""
    if found[0].endswith("co"):
        try:
            read_answer(target, text)
        except (NotRead, UnclearAnswer):
            return NOTHING[target.rule.kind]
        return ""
    return NOTHING[target.rule.kind]


def readings_of(target: Leaf | Item, text: str, doubt: Doubt) -> tuple[Meant, ...]:
    """What a text can mean that was doubted. A number's reading holds for all numbers before the evidence that are written like it."""
    plain, facts = clean(text), doubt.facts
    if isinstance(doubt, UnitDoubted):
        return (Meant(str(facts["plain"]), plain.replace(str(facts["text"]), str(facts["plain"]), 1)),)
    if isinstance(doubt, FarBeyondPlan):
        return _either_way_round(read_answer(target, text))
    if isinstance(doubt, DaysHardToBelieve | TimesHardToBelieve):
        return (Meant(plain, plain),)
    return tuple(Meant(str(facts[name]), _read_as(plain, at)) for at, name in enumerate(("first", "second")))


def _either_way_round(reading: Reading) -> tuple[Meant, ...]:
    """Plan and actual as they were typed, and with changed places; the evidence stays behind both."""
    plan, actual = (unmistakable(value) for value in (reading.answer["plan"], reading.answer["actual"]) if isinstance(value, Decimal))
    behind = f" – {reading.evidence}" if reading.evidence else ""
    return (Meant(f"{plan} {actual}", f"{plan} {actual}{behind}"), Meant(f"{actual} {plan}", f"{actual} {plan}{behind}"))


def _read_as(text: str, which: int) -> str:
    head, dash, evidence = (*re.split(r"(\s[-–—]\s)", text, maxsplit=1), "", "")[:3]

    def plainly(found: re.Match[str]) -> str:
        meant = readings(found[0])
        return unmistakable(meant[which]) if len(meant) > 1 else found[0]

    return re.sub(NUMBER, plainly, head) + dash + evidence


def whole_readings(target: Leaf | Item, text: str) -> tuple[Meant, ...]:
    """The readings of a text that is an answer to the criterion as a whole, none where it is something else. Raises the RuleError of a bare number that
    does not fit."""
    is_bare = is_bare_answer(text)
    try:
        reading = read_answer(target, text)
    except (AmbiguousNumber, UnitDoubted) as doubt:
        return readings_of(target, text, doubt) if is_bare else ()
    except RuleError as refusal:
        if is_bare and ("/" not in text or isinstance(refusal, FractionOfAnother)):
            raise
        return ()
    return (Meant("", text),) if is_bare or not reading.evidence else ()
