"""The stages (giai đoạn) of an annual review: their order, names and usual dates."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from config.errors import DondocError
from models import ReviewRound, RoundStage
from tasks_registry.days.working_days import WorkingCalendar

SELF_SCORE, EVIDENCE, APPRAISAL = "self_score", "evidence", "appraisal"
EXPLANATION, FINAL, PUBLISHED = "explanation", "final", "published"
PHASE_NAMES: Mapping[str, str] = MappingProxyType(
    {
        SELF_SCORE: "tự chấm điểm",
        EVIDENCE: "bổ sung minh chứng",
        APPRAISAL: "thẩm định",
        EXPLANATION: "giải trình",
        FINAL: "chốt điểm",
        PUBLISHED: "đã công bố",
    }
)
ORDER = tuple(PHASE_NAMES)
# Working days from the end of the stage before. Missing papers are handed in within 3 (QĐ 25/2021/QĐ-TTg);
# with the rest the result is out before 10 February, as that decision asks, and in the first quarter, as
# Cần Thơ's QĐ 2579/QĐ-UBND does.
USUAL_DAYS: Mapping[str, int] = MappingProxyType({EVIDENCE: 3, APPRAISAL: 10, EXPLANATION: 5, FINAL: 5})


def usual_phases(closes_on: date, calendar: WorkingCalendar) -> list[dict[str, Any]]:
    """The stages of a review whose units answer until `closes_on`: {"phase", "ends_on"}, in order."""
    days = {SELF_SCORE: closes_on}
    for phase, count in USUAL_DAYS.items():
        days[phase] = calendar.shift(max(days.values()), count)
    return [{"phase": phase, "ends_on": day.isoformat()} for phase, day in days.items()]


def ends_on(review: ReviewRound, phase: str) -> date:
    """The last day of a stage; of the published result, that of the stage before."""
    return last_days(review.phases)[FINAL if phase == PUBLISHED else phase]


def last_days(phases: Sequence[Mapping[str, Any]]) -> dict[str, date]:
    """The last day of each stage of a review's `phases`, by its name."""
    return {each["phase"]: date.fromisoformat(each["ends_on"]) for each in phases}


def moved_dates(review: ReviewRound, dates: Mapping[str, date]) -> list[dict[str, Any]]:
    """The stages of `review` with other last days for some of them.

    Raises:
        DondocError: no such stage, one that has begun, or days that are not in order.
    """
    for phase in dates:
        if phase not in USUAL_DAYS:
            known = ", ".join(USUAL_DAYS)
            raise DondocError(f"'{phase}' không phải là giai đoạn đặt được ngày; các giai đoạn: {known}.")
        if ORDER.index(phase) <= ORDER.index(review.phase):
            raise DondocError(f"Giai đoạn {PHASE_NAMES[phase]} đã bắt đầu nên không đổi ngày được nữa.")
    days = {each["phase"]: dates.get(each["phase"], ends_on(review, each["phase"])) for each in review.phases}
    _require_order(list(days.items()))
    return [{"phase": phase, "ends_on": day.isoformat()} for phase, day in days.items()]


def _require_order(days: Sequence[tuple[str, date]]) -> None:
    for (earlier, first), (later, second) in pairwise(days):
        if second < first:
            raise DondocError(
                f"Giai đoạn {PHASE_NAMES[later]} hết ngày {second:%d/%m/%Y}, trước khi giai đoạn "
                f"{PHASE_NAMES[earlier]} hết ({first:%d/%m/%Y})."
            )


def self_scoring(review: ReviewRound) -> bool:
    """Whether units may still answer, as far as the stage of a review says; before the first one too."""
    return review.phase in ("", SELF_SCORE)


def require_self_scoring(review: ReviewRound, what: str) -> None:
    """Hold what changes a unit's own sheet (`what`, in words) to the time of self-scoring.

    Raises:
        DondocError: the review is past it.
    """
    if not self_scoring(review):
        raise DondocError(
            f"Đợt đánh giá năm đã sang giai đoạn {PHASE_NAMES[review.phase]} nên không {what} được nữa."
        )


def require_phase(review: ReviewRound, phase: str, what: str) -> None:
    """Hold an act (`what`, in words) to its stage.

    Raises:
        DondocError: the review is at another stage.
    """
    if review.stage is RoundStage.CLOSED:
        raise DondocError(f"Đợt đánh giá năm đã công bố nên không {what} được nữa.")
    if review.phase != phase:
        now = PHASE_NAMES.get(review.phase, "chưa bắt đầu")
        raise DondocError(
            f"Chỉ {what} trong giai đoạn {PHASE_NAMES[phase]}; đợt này đang ở giai đoạn {now} "
            f"(chuyển giai đoạn bằng: dondoc annual run)."
        )
