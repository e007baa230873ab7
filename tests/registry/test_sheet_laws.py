"""Whatever people do with a sheet in whatever order: no answer is lost, and the stages keep their order."""

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from config.errors import DondocError
from models import AuditEntry, EntryState, ReviewEntry, ReviewRound, RoundStage, SheetStage, UnitSheet
from tasks_registry.rounds.answers import answer_entry
from tasks_registry.rounds.reviews import close_round, reopen_round
from tasks_registry.rounds.sheets import accept, explain, find_sheet, give_back, reopen_sheet, submit
from tests.registry.rounds import entries_of, opened
from tests.registry.workroom import NOW, add_plan, add_task, add_unit

ACTS = ("answer 0", "answer 1", "submit", "return", "accept", "reopen sheet", "explain", "close", "reopen")
NEXT = {
    "submit_sheet": {None, "return_sheet", "reopen_sheet"},
    "return_sheet": {"submit_sheet"},
    "accept_sheet": {"submit_sheet"},
    "reopen_sheet": {"accept_sheet"},
}
"""What may stand before each act on a sheet; explanations aside."""


class _Sheet:
    """A round of two entries of one unit, and all that was ever said and taken."""

    def __init__(self, session: Session) -> None:
        plan, unit = add_plan(session), add_unit(session, "VP", "Văn phòng")
        for _ in range(2):
            add_task(session, plan, date(2026, 5, 1), unit=unit)
        self.session, self.said = session, list[tuple[int | None, str]]()
        self.review: ReviewRound = opened(session, plan)
        self.sheet: UnitSheet = find_sheet(session, self.review, unit)
        self.entries: list[ReviewEntry] = entries_of(session, self.review)

    def act(self, what: str, step: int, who: str) -> None:
        now, by = NOW + timedelta(minutes=step), {"by": who, "now": NOW + timedelta(minutes=step)}
        session, review, sheet = self.session, self.review, self.sheet
        if what.startswith("answer"):
            entry = self.entries[int(what[-1])]
            answer_entry(session, entry, by=who, now=now, done=f"{what} {step}", seen=entry.answered_at)
            self.said.append((entry.id, f"{what} {step}"))
            return
        {
            "submit": lambda: submit(session, sheet, **by),
            "return": lambda: give_back(session, sheet, why="thiếu", **by),
            "accept": lambda: accept(session, sheet, **by),
            "reopen sheet": lambda: reopen_sheet(session, sheet, why="sai", **by),
            "explain": lambda: explain(session, sheet, "bận", **by),
            "close": lambda: close_round(session, review, now=now),
            "reopen": lambda: reopen_round(session, review, why="sót", closes_on=date(2026, 7, 1), **by),
        }[what]()

    def audit(self, subject: str) -> list[AuditEntry]:
        query = select(AuditEntry).where(AuditEntry.subject == subject).order_by(col(AuditEntry.id))
        return list(self.session.exec(query))

    def check(self) -> None:
        session = self.session
        for row in (self.review, self.sheet, *self.entries):
            session.refresh(row)
        kept = {(entry.id, entry.done) for entry in self.entries}
        kept |= {(act.subject_id, act.details["done"]) for act in self.audit("review_entry")}
        assert set(self.said) <= kept
        if self.sheet.stage in (SheetStage.SUBMITTED, SheetStage.ACCEPTED):
            assert {entry.state for entry in self.entries} == {EntryState.ANSWERED}
        assert (self.sheet.stage is SheetStage.MISSING) <= (self.review.stage is RoundStage.CLOSED)
        assert (self.review.snapshot is not None) == (self.review.stage is RoundStage.CLOSED)

    def check_order(self) -> None:
        before = None
        for act in (act.action for act in self.audit("unit_sheet") if act.action != "explain_sheet"):
            assert before in NEXT[act]
            before = act
        rounds = [act.action for act in self.audit("review_round")]
        assert rounds == (["open_round"] + ["close_round", "reopen_round"] * len(rounds))[: len(rounds)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(ACTS), st.sampled_from(("an", "binh"))), max_size=25))
def test_no_path_loses_an_answer_and_every_stage_follows_from_the_one_before(
    lite_engine: Engine, acts: list[tuple[str, str]]
) -> None:
    with Session(lite_engine) as session:
        office = _Sheet(session)
        for step, (what, who) in enumerate(acts):
            with suppress(DondocError):  # refused: then nothing may have changed for the worse
                office.act(what, step, who)
            office.check()
        office.check_order()
        session.rollback()
