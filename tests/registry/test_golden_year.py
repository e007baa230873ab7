"""A golden year: one ward's whole 2026, through public functions, with its score worked out by hand.

The plan. Five items make eight tasks, seven of them with a deadline:

    1  Niêm yết thủ tục        VP     before 16/3    done 13/3                    evidence
    2  Rà soát hồ sơ           VHXH   April          done 5/5, five days late     evidence
    3  Đối thoại               VP     before 15/9    done 14/9                    none in time
    4  Báo cáo (hằng quý)      VHXH   31/3           done 31/3                    evidence
                                      30/6           done 30/6                    evidence
                                      30/9           done 30/9                    evidence, later rejected
                                      31/12          done 18/12                   evidence
    5  Tiếp nhận phản ánh      VP     no deadline    never done

So of 8 tasks 7 are done, 5 with evidence that stands; of 7 dated ones 6 were done in time.

The plan asks for the milder rule of evidence ("zero": only the quality suffers). By hand:

    code  how it is scored                              self    appraised    final
    A1    20 x 7/8                                     17,50        17,50    17,50
    A2    20 x 5/8                                     12,50        12,50    12,50
    A3    10 x 6/7 = 8,5714…                            8,57         8,57     8,57
    B1    10, given by people; evidence asked           9            7,25     8
    B2    72 % declared, full from 80: 10 x 72/80       9            9        9
    B3    10, less 2 for each of 1 complaint            8            8        8
    C1    1,25 for each of 3 models, at most 5          3,75         3,75     3,75
    C2    5 or nothing                                  5            5        5
    C3    10; evidence is that of item 1                9,50         9        9
    T     bonus of 3, but the ceiling is 2              2            2        2
    P     penalty of 1                                  0           -1       -1
                                                      -----        -----    -----
                                                       84,82        81,57    82,32

Both are Mức độ 1 (80 to below 85); the plan aims at Mức độ 2, from 85: 2,68 points are missing. A reprimand
was declared, which caps the level at Mức độ 1 and so changes nothing.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import Criterion, Item, Plan, ReviewEntry, ReviewRound, RoundKind, Score, Task
from tasks_registry.criteria.form import NoEvidence
from tasks_registry.criteria.points import parse_points
from tasks_registry.criteria.sets import form_of_plan, points_for_count, points_for_rate, rules_version
from tasks_registry.evidence.taking_in import add_evidence, judge_evidence
from tasks_registry.frozen import is_intact
from tasks_registry.rounds.answers import answer_entry
from tasks_registry.rounds.attaching import attach_set
from tasks_registry.rounds.criteria_links import link_items
from tasks_registry.rounds.reviews import close_round, open_round
from tasks_registry.rounds.snapshot import outcome
from tasks_registry.tasks.health import Health
from tasks_registry.tasks.moves import Action, move
from tasks_registry.year.annual import changed_since_frozen, frozen_score, run_annual_review
from tasks_registry.year.appraisal import appraise, explain, finalise
from tasks_registry.year.declared_facts import NO, YES, declare
from tasks_registry.year.forecast import forecast_plan
from tasks_registry.year.scores import score_checksum
from tests.office import open_office, take_plan

PLAN = """\
KẾ HOẠCH
Xây dựng chính quyền thân thiện năm 2026
UBND phường An Lạc xây dựng kế hoạch như sau:
Năm 2026 phấn đấu đạt chuẩn Mức độ 2 (đạt từ 85 đến dưới 90 điểm).

TT\tNhiệm vụ\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian\tSản phẩm
1\tNiêm yết thủ tục hành chính\tVP HĐND&UBND\t\tTrước ngày 16/3/2026\tBảng niêm yết
2\tRà soát hồ sơ cán bộ\tPhòng Văn hóa - Xã hội\t\tTháng 4/2026\tBiên bản
3\tTổ chức đối thoại với nhân dân\tVP HĐND&UBND\t\tTrước ngày 15/9/2026\tBiên bản
4\tBáo cáo tiến độ\tPhòng Văn hóa - Xã hội\t\tHằng quý\tBáo cáo
5\tTiếp nhận phản ánh của người dân\tVP HĐND&UBND\t\tThường xuyên\t
"""
SET = """\
code: an-lac-2026-tieu-chi
title: Bộ tiêu chí của phường
source: Tự đặt
total: 100
limits: {bonus: 2}
levels:
  - {name: Mức độ 1, from: 80, to: 85}
  - {name: Mức độ 2, from: 85, to: 90}
  - {name: Mức độ 3, from: 90, to: 100}
conditions:
  - {code: ky-luat, name: Người đứng đầu bị kỷ luật, effect: fail}
  - {code: khien-trach, name: Có cán bộ bị khiển trách, effect: cap, level: Mức độ 1}
groups:
  - name: A. Nhiệm vụ của kế hoạch
    points: 50
    criteria:
      - {code: A1, name: Số lượng, points: 20, method: done_share}
      - {code: A2, name: Chất lượng, points: 20, method: quality_share}
      - {code: A3, name: Tiến độ, points: 10, method: on_time_share}
  - name: B. Công khai, minh bạch
    points: 30
    criteria:
      - {code: B1, name: Công khai đủ nội dung, points: 10, method: manual, evidence: Ảnh chụp}
      - {code: B2, name: Hồ sơ trực tuyến, points: 10, method: ratio, threshold: 80}
      - {code: B3, name: Không bị phản ánh đúng, points: 10, method: deduction, each: 2}
  - name: C. Đội ngũ và mô hình
    points: 20
    criteria:
      - {code: C1, name: Mô hình được công nhận, points: 5, method: count, each: "1,25"}
      - {code: C2, name: Đeo thẻ, points: 5, method: yes_no}
      - {code: C3, name: Niêm yết, points: 10, method: manual, evidence: Bảng niêm yết}
  - name: Điểm thưởng, điểm trừ
    criteria:
      - {code: T, name: Được khen, points: 3, method: manual, kind: bonus, evidence: Quyết định}
      - {code: P, name: Bị phê bình, points: 1, method: manual, kind: penalty}
"""
BY_HAND = {  # code: (self, appraised, final)
    "A1": ("17.5", "17.5", "17.5"),
    "A2": ("12.5", "12.5", "12.5"),
    "A3": ("8.57", "8.57", "8.57"),
    "B1": ("9", "7.25", "8"),
    "B2": ("9", "9", "9"),
    "B3": ("8", "8", "8"),
    "C1": ("3.75", "3.75", "3.75"),
    "C2": ("5", "5", "5"),
    "C3": ("9.5", "9", "9"),
    "T": ("2", "2", "2"),
    "P": ("0", "-1", "-1"),
}
WORK = {  # deadline of the task: (done on, has evidence)
    date(2026, 3, 15): (date(2026, 3, 13), True),
    date(2026, 4, 30): (date(2026, 5, 5), True),
    date(2026, 9, 14): (date(2026, 9, 14), False),
    date(2026, 3, 31): (date(2026, 3, 31), True),
    date(2026, 6, 30): (date(2026, 6, 30), True),
    date(2026, 9, 30): (date(2026, 9, 30), True),
    date(2026, 12, 31): (date(2026, 12, 18), True),
}


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def link_of(due: date) -> str:
    return f"https://anlac.example/{due}.pdf"


@pytest.fixture
def plan(session: Session, tmp_path: object) -> Plan:
    """The ward's plan with its criteria set, imported in January."""
    open_office(session)
    made = take_plan(session, PLAN, as_of=date(2026, 1, 5)).plan
    path = tmp_path / "bo.yaml"  # type: ignore[operator]
    path.write_text(SET, encoding="utf-8")
    attach_set(session, made, str(path))
    made.no_evidence = NoEvidence.ZERO
    position = session.exec(select(Item.position).where(Item.text == "Niêm yết thủ tục hành chính")).one()
    link_items(session, made, "C3", [position])
    return made


def tasks(session: Session, plan: Plan) -> dict[date | None, Task]:
    query = select(Task).join(Item, col(Task.item_id) == Item.id).where(Item.plan_id == plan.id)
    return {task.due_on: task for task in session.exec(query)}


def work(session: Session, plan: Plan, first: date, last: date) -> None:
    """What is done from `first` to `last`: evidence, submission, approval on the same day."""
    for due, (done, shown) in WORK.items():
        task = tasks(session, plan)[due]
        if first <= done <= last:
            if shown:
                add_evidence(session, url=link_of(due), by="an", now=at(done), task=task)
            for action in (Action.ACCEPT, Action.SUBMIT, Action.DONE):
                move(session, task, action, by="daumoi@anlac.example", now=at(done), on=done)


def quarter(session: Session, plan: Plan, period: str) -> ReviewRound:
    """A quarter's round: opened the day after its window, answered by every unit, closed on its day."""
    year, number = map(int, period.split("-Q"))
    opening = date(year, 3 * number, 15)
    review = open_round(session, plan, RoundKind.QUARTER, period, as_of=opening, now=at(opening))
    for entry in session.exec(select(ReviewEntry).where(ReviewEntry.round_id == review.id)):
        answer_entry(session, entry, by="an", now=at(opening), done="Đã thực hiện.")
    return close_round(session, review, now=at(review.closes_on))


def entries(session: Session, review: int) -> dict[str, ReviewEntry]:
    query = (
        select(Criterion.code, ReviewEntry)
        .join(ReviewEntry, col(ReviewEntry.criterion_id) == Criterion.id)
        .where(ReviewEntry.round_id == review)
    )
    return dict(session.exec(query).all())


def self_score(session: Session, found: dict[str, ReviewEntry], now: datetime) -> None:
    rate, counts = Decimal(72), {"B3": Decimal(1), "C1": Decimal(3)}
    given = {"B1": "9", "C2": "5", "C3": "9,5", "T": "3", "P": "0"}
    scores = {code: parse_points(text) for code, text in given.items()}
    scores["B2"] = points_for_rate(session, found["B2"].criterion_id, rate)
    scores |= {
        code: points_for_count(session, found[code].criterion_id, count) for code, count in counts.items()
    }
    for code, points in scores.items():
        said = {"B2": rate, **counts}.get(code)
        answer_entry(
            session, found[code], by="an", now=now, done="Đã thực hiện.", self_score=points, declared=said
        )
    for code in ("B1", "T"):
        add_evidence(session, url=f"https://anlac.example/{code}", by="an", now=now, entry=found[code])


def test_a_ward_s_year_comes_to_the_score_worked_out_by_hand(session: Session, plan: Plan) -> None:
    days = [date(2026, 1, 5), *(date(2026, month, 15) for month in (3, 6, 9, 12))]
    counts = []
    for number in range(1, 5):
        work(session, plan, days[number - 1], days[number] - timedelta(days=1))
        closed = quarter(session, plan, f"2026-Q{number}")
        assert closed.snapshot is not None
        assert is_intact(closed.snapshot)
        found = outcome(session, closed)
        assert found.answered == found.entries
        totals = [sum(getattr(unit, kind.value) for unit in found.units) for kind in Health]
        counts.append(totals[:4])
    # done on time, done late, open in time, open late: each quarter asks about what its window is about
    assert [each[1] for each in counts] == [0, 1, 0, 0], "the late work of item 2 is of quarter II"

    seen = forecast_plan(session, plan, 2026, date(2026, 12, 15))
    # six of eight done, five shown, five of seven in time: 15 + 12,5 + 7,14; nobody has scored the rest
    assert (seen.sheet.total, seen.sheet.complete) == (Decimal("34.64"), False)
    assert seen.missing_to_target == Decimal("50.36")
    assert {chance.code for chance in seen.chances} >= {"A1", "A2", "A3", "B1", "C3"}

    opened = run_annual_review(session, plan, 2026, as_of=date(2026, 12, 15), now=at(date(2026, 12, 15)))
    work(session, plan, date(2026, 12, 15), date(2026, 12, 22))
    answers = entries(session, opened.round_id)
    assert set(answers) == set(BY_HAND) - {"A1", "A2", "A3"}, "the tracker knows the other three"
    self_score(session, answers, at(date(2026, 12, 20)))
    review = session.get_one(ReviewRound, opened.round_id)
    form = form_of_plan(session, plan)
    for code, value in (("ky-luat", NO), ("khien-trach", YES)):
        declare(session, review, form, code, value, by="daumoi", now=at(date(2026, 12, 21)))

    appraising = date(2026, 12, 26)
    assert run_annual_review(session, plan, 2026, as_of=appraising, now=at(appraising)).phase == "appraisal"
    late = tasks(session, plan)[date(2026, 9, 14)]
    add_evidence(session, url="https://anlac.example/muon", by="an", now=at(appraising), task=late)
    rejected = add_evidence(
        session,
        url=link_of(date(2026, 9, 30)),
        by="an",
        now=at(appraising),
        task=tasks(session, plan)[date(2026, 9, 30)],
    )
    judge_evidence(session, rejected, accepted=False, by="td", reason="sai quý", now=at(appraising))
    decided = {"by": "td", "now": at(appraising)}
    appraise(session, answers["B1"], parse_points("7,25"), why="Thiếu hai hình thức", **decided)
    appraise(session, answers["C3"], parse_points("9"), why="Niêm yết muộn", **decided)
    appraise(session, answers["P"], parse_points("1"), why="Bị phê bình", **decided)
    with pytest.raises(DondocError, match="nằm ngoài khoảng 0–10"):
        appraise(session, answers["B1"], parse_points("10,01"), why="x", **decided)

    explaining = date(2027, 1, 12)
    assert run_annual_review(session, plan, 2026, as_of=explaining, now=at(explaining)).phase == "explanation"
    explain(session, answers["B1"], "Đã bổ sung một hình thức.", by="an", now=at(explaining))
    settling = date(2027, 1, 19)
    assert run_annual_review(session, plan, 2026, as_of=settling, now=at(settling)).phase == "final"
    finalise(session, answers["B1"], parse_points("8"), why="Chấp nhận một phần", by="ct", now=at(settling))
    published = date(2027, 1, 26)
    result = run_annual_review(session, plan, 2026, as_of=published, now=at(published))
    session.commit()

    assert (result.phase, result.total, result.level) == ("published", Decimal("82.32"), "Mức độ 1")
    assert result.missing_to_target == Decimal("2.68")
    score = frozen_score(session, review)
    assert score is not None
    found_lines = {
        line["code"]: tuple(str(line[name]) for name in ("self_points", "appraised_points", "points"))
        for line in score["lines"]
    }
    assert found_lines == BY_HAND
    assert sum(Decimal(self_) for self_, _, _ in BY_HAND.values()) == Decimal("84.82")
    assert sum(Decimal(final) for _, _, final in BY_HAND.values()) == Decimal("82.32")
    assert (score["self_total"], score["self_level"], score["complete"]) == (84.82, "Mức độ 1", True)
    assert score["tasks"] == {
        "assigned": 8, "done": 7, "with_evidence": 5, "on_time": 6, "late": 1, "without_evidence": 2,
    }  # fmt: skip
    lines = {line["code"]: line for line in score["lines"]}
    assert [lines[code]["evidence"] for code in ("B1", "C3", "A2")] == [1, 1, 5]
    assert lines["B1"]["explanation"] == "Đã bổ sung một hình thức."
    row = session.exec(select(Score)).one()
    assert (row.checksum, row.rules_version) == (score_checksum(row), rules_version(form))
    assert changed_since_frozen(session, review) == []
    again = run_annual_review(session, plan, 2026, as_of=date(2027, 6, 1), now=at(date(2027, 6, 1)))
    assert again == result
