"""The demo's story: a plan goes all the way, told aloud, on days taken from the plan itself."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from sqlmodel import Session, select

from config.errors import DondocError
from dondoc.commands.score_command import print_sheet
from dondoc.demo.acting import add_missing, answer_entries, give_open_tasks, work_until
from dondoc.demo.days import Days, morning_of, start_day, story_days
from dondoc.demo.stage import Stage
from dondoc.printing import print_report
from models import Plan, ReviewRound
from models.database import transaction
from notifications.remind import remind
from tasks_registry.days.occurrences import occurrences
from tasks_registry.days.periods import Period
from tasks_registry.days.phases import FINAL, ends_on
from tasks_registry.days.working_days import ONE_DAY, load_calendar
from tasks_registry.directory.units_import import import_units
from tasks_registry.plans.listings import task_rows
from tasks_registry.plans.plan_import import import_plan
from tasks_registry.reading.items import ReadPlan
from tasks_registry.tasks.health import Health
from tasks_registry.year.annual import score_plan

MAILS_SHOWN = 6
STATES = {"Completed": "đã xong", "Failed": "lỗi", "Crashed": "dừng đột ngột"}
Say = Callable[[str], None]
RunFlow = Callable[[str, Mapping[str, object]], str]


class Story:
    """Plans on one stage; `run` starts a deployment with a form, waits, and gives its final state."""

    def __init__(self, stage: Stage, run: RunFlow, say: Say) -> None:
        self.stage, self.run, self.say = stage, run, say

    def open_office(self, units: object, when: date) -> None:
        """Take in the units file."""
        with transaction(self.stage.engine) as session:
            done = import_units(session, units, by="demo", now=morning_of(when))
        self.say(f"Danh bạ: {done.units} đơn vị, {done.people} người.")

    def import_document(self, read: ReadPlan, name: str) -> tuple[int, date]:
        """Make tasks of a plan that has been read, on its own day; the plan's id and that day."""
        day = first_day(read)
        with transaction(self.stage.engine) as session:
            report = import_plan(
                session, read, source_name=name, coordinator=None, by="demo", as_of=day, now=morning_of(day)
            )
            print_report(report)
            return report.plan.id or 0, day

    def mails_of(self, day: date, why: str) -> None:
        """Send the mails of one day and show whom they went to."""
        sent = remind(self.stage.engine, self.stage.settings, as_of=day, now=morning_of(day))
        self.say(f"{day:%d/%m/%Y}, {why}: {len(sent)} thư.")
        for digest in sent[:MAILS_SHOWN]:
            self.say(f"  → {digest.recipient}: {digest.subject}")
        if len(sent) > MAILS_SHOWN:
            self.say(f"  … và {len(sent) - MAILS_SHOWN} thư nữa.")

    def days(self, plan_id: int, start: date) -> Days | None:
        """Where the story of a plan stops; None where nothing is dated."""
        with Session(self.stage.engine) as session:
            rows = task_rows(session, plan=session.get_one(Plan, plan_id), as_of=start)
            return story_days(session.get_one(Plan, plan_id), rows, load_calendar(session), start)

    def give_open_tasks(self, day: date) -> None:
        """Let the coordinator give what nobody leads to a unit."""
        with transaction(self.stage.engine) as session:
            rows = task_rows(session, as_of=day)
            count = sum(row.unit is None for row in rows)
            unit = give_open_tasks(session, rows, day) if count else None
        if unit:
            self.say(f"Đầu mối giao {count} nhiệm vụ chưa rõ đơn vị chủ trì cho {unit.name}.")

    def work(self, day: date) -> None:
        """Let everybody work up to a day."""
        with transaction(self.stage.engine) as session:
            acted = work_until(session, task_rows(session, as_of=day), day, self.stage.site)
        self.say(f"Đến {day:%d/%m/%Y}: {acted.line() or 'chưa có ai nộp kết quả'}.")

    def flow(self, deployment: str, title: str, form: Mapping[str, object], day: date) -> None:
        """Run a Prefect flow as of a day and wait for it."""
        self.say(f"Prefect chạy “{title}” (tính đến {day:%d/%m/%Y}) …")
        state = self.run(deployment, {"params": {**form, "as_of": day.isoformat()}})
        self.say(f"  → {STATES.get(state, state)}")
        if state != "Completed":
            raise DondocError(
                f"Quy trình “{title}” không chạy xong ({state}); xem nhật ký trong {self.stage.folder}."
            )

    def code(self, plan_id: int) -> str:
        """The plan's name for commands and forms."""
        with Session(self.stage.engine) as session:
            return session.get_one(Plan, plan_id).code

    def answer_round(self, plan_id: int, period: Period) -> date:
        """Let all owners but the last answer the round of a period; the day after the last one to answer."""
        with transaction(self.stage.engine) as session:
            review = session.exec(
                select(ReviewRound).where(ReviewRound.plan_id == plan_id, ReviewRound.period == period.code)
            ).one()
            answered = answer_entries(session, review, morning_of(review.opens_on))
            last_day = review.closes_on
        self.say(
            f"  Các đơn vị trả lời {answered.said}/{answered.asked} mục, nộp {answered.sheets} phiếu; "
            f"hạn trả lời hết ngày {last_day:%d/%m/%Y}."
        )
        return last_day + ONE_DAY

    def publishing_day(self, plan_id: int, period: Period) -> date:
        """The day after the last one of the last stage of a year's review."""
        with Session(self.stage.engine) as session:
            review = session.exec(
                select(ReviewRound).where(ReviewRound.plan_id == plan_id, ReviewRound.period == period.code)
            ).one()
            return ends_on(review, FINAL) + ONE_DAY

    def add_missing(self, plan_id: int, day: date) -> None:
        """Let those who were asked for evidence add it."""
        with transaction(self.stage.engine) as session:
            count = add_missing(session, session.get_one(Plan, plan_id), day, self.stage.site)
        self.say(f"Các đơn vị bổ sung minh chứng cho {count} nhiệm vụ.")

    def standing(self, plan_id: int, day: date) -> None:
        """The official four-way count on a day."""
        with Session(self.stage.engine) as session:
            rows = task_rows(session, plan=session.get_one(Plan, plan_id), as_of=day)
        counts = {kind: sum(row.health is kind for row in rows) for kind in Health}
        self.say(
            f"Tình hình đến {day:%d/%m/%Y}: hoàn thành đúng hạn {counts[Health.DONE_ON_TIME]}, quá hạn "
            f"{counts[Health.DONE_LATE]}; chưa hoàn thành trong hạn {counts[Health.OPEN_IN_TIME]}, quá hạn "
            f"{counts[Health.OPEN_LATE]}; không có hạn {counts[Health.NO_DEADLINE]}."
        )

    def score(self, plan_id: int, year: int, day: date) -> None:
        """The year's score, line by line."""
        with Session(self.stage.engine) as session:
            plan = session.get_one(Plan, plan_id)
            print_sheet(score_plan(session, plan, year, day))


def first_day(read: ReadPlan) -> date:
    """The day on which the demo imports a plan."""
    year = read.plan.year or 2000
    span = (date(year, 1, 1), date(year, 12, 31))
    deadlines = [deadline.as_dict() for item in read.items for deadline in item.deadlines]
    dues = [each.due for each in occurrences(deadlines, *span) if each.due]
    return start_day(read.plan.issued, year, dues)


def tell(story: Story, plans: list[tuple[ReadPlan, Path]], units: object) -> None:
    """The whole way of every plan, the first one through the reviews of its year."""
    say = story.say
    start = min(first_day(read) for read, _ in plans)
    say("\n1. Danh bạ và giao nhiệm vụ")
    story.open_office(units, start)
    imported = [story.import_document(read, path.name) for read, path in plans]
    plan_id = imported[0][0]
    say("\n2. Thư nhắc việc")
    latest = max(day for _, day in imported)
    story.mails_of(latest, "thư giao việc")
    story.give_open_tasks(latest)
    days = story.days(plan_id, latest)
    if days is None:
        say("Kế hoạch không có nhiệm vụ nào vừa có thời hạn vừa có người phụ trách: dừng ở đây.")
        return
    story.mails_of(days.before, f"ba ngày làm việc trước hạn {days.first_due:%d/%m/%Y}")
    say("\n3. Đôn đốc quá hạn")
    story.flow("don-doc-qua-han", "Đôn đốc quá hạn", {}, days.late)
    story.mails_of(days.late, "ba ngày làm việc sau hạn")
    _review(story, plan_id, days)
    _year(story, plan_id, days)


def _review(story: Story, plan_id: int, days: Days) -> None:
    quarter = days.quarter
    story.say(f"\n4. Tự rà soát {quarter.name}")
    story.work(quarter.window_to)
    form = {"plan": story.code(plan_id), "period": quarter.code}
    story.flow("tu-ra-soat-quy", "Tự rà soát quý: mở đợt", form, quarter.opens_on)
    story.mails_of(quarter.opens_on, "thư đề nghị tự rà soát")
    closing = story.answer_round(plan_id, quarter)
    story.flow("tu-ra-soat-quy", "Tự rà soát quý: chốt số liệu", form, closing)
    story.standing(plan_id, quarter.window_to)


def _year(story: Story, plan_id: int, days: Days) -> None:
    year = Period(days.first_due.year)
    story.say("\n5. Minh chứng và điểm của năm")
    story.work(year.window_to)
    plan = {"plan": story.code(plan_id)}
    story.flow("thu-thap-minh-chung", "Thu thập minh chứng", plan, year.window_to)
    story.mails_of(year.window_to, "thư về minh chứng")
    story.add_missing(plan_id, year.window_to)
    form = {**plan, "year": year.year}
    story.flow("cham-diem-nam", "Chấm điểm năm: mở đợt", form, year.opens_on)
    closing = story.answer_round(plan_id, year)
    story.flow("cham-diem-nam", "Chấm điểm năm: hết hạn tự chấm", form, closing)
    story.standing(plan_id, closing)
    publishing = story.publishing_day(plan_id, year)
    story.flow("cham-diem-nam", "Chấm điểm năm: thẩm định xong, công bố kết quả", form, publishing)
    story.score(plan_id, year.year, date(year.year, 12, 31))
