"""What is known of a plan's year: the counts of its tasks, what people scored and declared, the evidence.

Read set-based, for the plan as a whole or for each of its units, in the same number of queries.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select as select_columns  # SQLModel's own takes four at most
from sqlmodel import Session, col, select

from models import Criterion, CriterionItem, Item, Plan, ReviewEntry, ReviewRound, RoundKind, Unit
from tasks_registry.criteria.form import SetForm
from tasks_registry.criteria.levels import Known
from tasks_registry.criteria.lines import Facts
from tasks_registry.criteria.marks import Mark
from tasks_registry.criteria.scoring import ScoreSheet, score_sheet
from tasks_registry.year.declared_facts import known_of
from tasks_registry.year.evidence import Shown, shown_evidence
from tasks_registry.year.tasks import YearTask, count_facts, linked_tasks, year_tasks

COUNTING = "counting"


@dataclass(frozen=True)
class Answer:
    """What was said of a criterion in the year's review; `evidence` counts the documents that stand."""

    entry_id: int
    self_score: Decimal | None
    appraised_score: Decimal | None
    final_score: Decimal | None
    appraised_reason: str
    explanation: str
    evidence: int = 0

    @property
    def appraised(self) -> Decimal | None:
        """The appraisers' points; where they gave none, they left the unit's own."""
        return self.self_score if self.appraised_score is None else self.appraised_score

    @property
    def counting(self) -> Decimal | None:
        """The points that count: the final ones, else the appraised, else the unit's own."""
        return self.appraised if self.final_score is None else self.final_score


@dataclass(frozen=True)
class YearData:
    """All that the score of a year is computed from, of a plan or of one of its units."""

    facts: Facts
    linked: Mapping[str, Facts] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    tasks: tuple[YearTask, ...] = ()
    linked_tasks: Mapping[str, list[YearTask]] = field(default_factory=dict)
    proven: frozenset[int] = frozenset()

    def sheet(self, form: SetForm, which: str = COUNTING) -> ScoreSheet:
        """The sheet by the points of one kind: `self_score`, `appraised` or `counting`.

        What counts needs evidence that stands. The unit's own points and the appraisers' are taken as they
        were given: evidence that falls afterwards must not make them look as if nobody had given any.
        """
        marks = {
            code: Mark(value, answer.evidence if which == COUNTING else None)
            for code, answer in self.answers.items()
            if (value := getattr(answer, which)) is not None
        }
        return score_sheet(form, marks, self.facts, self.linked, self.known)


def plan_data(session: Session, plan: Plan, year: int, *, as_of: date, due_by: date) -> YearData:
    """What is known of the whole plan's year, as of a day, of the tasks due up to `due_by`."""
    return _Read(session, plan, year, as_of, due_by).whole()


def units_data(session: Session, plan: Plan, year: int, *, as_of: date, due_by: date) -> dict[int, YearData]:
    """The same of each lead unit of the plan, by the unit's id."""
    return _Read(session, plan, year, as_of, due_by).by_unit()


class _Read:
    """Everything of a plan's year in a fixed number of queries."""

    def __init__(self, session: Session, plan: Plan, year: int, as_of: date, due_by: date) -> None:
        self._session = session
        self._review = _review_of(session, plan, year)
        self._tasks = year_tasks(session, plan, year, as_of=as_of, due_by=due_by)
        self._shown = shown_evidence(session, plan, self._review, as_of)
        self._items = _linked_items(session, plan)
        self._answers = _answers(session, plan, self._review)

    def whole(self) -> YearData:
        """The plan as one. Where units answer for themselves, what each said is not the plan's."""
        found = [answers for code in self._answers.values() for answers in code.items()]
        several = len({unit for unit, _ in found}) > 1
        answers = {} if several else {code: next(iter(each.values())) for code, each in self._answers.items()}
        return self._data(self._tasks, answers, None)

    def by_unit(self) -> dict[int, YearData]:
        """Each unit that leads a task of the year or answers for a criterion."""
        tasks: dict[int, list[YearTask]] = defaultdict(list)
        answers: dict[int, dict[str, Answer]] = defaultdict(dict)
        for task in self._tasks:
            if task.unit_id is not None:
                tasks[task.unit_id].append(task)
        for code, of_units in self._answers.items():
            for unit_id, answer in of_units.items():
                if unit_id is not None:
                    answers[unit_id][code] = answer
        codes = dict(self._session.exec(select(Unit.id, Unit.code)).all())
        units = sorted(set(tasks) | set(answers))
        return {unit: self._data(tasks[unit], answers[unit], codes[unit]) for unit in units}

    def _data(self, tasks: list[YearTask], answers: Mapping[str, Answer], unit: str | None) -> YearData:
        proven = frozenset(task.id for task in tasks if self._shown.tasks.get(task.id))
        linked = linked_tasks(tasks, self._items)
        return YearData(
            facts=count_facts(tasks, proven),
            linked={code: count_facts(found, proven) for code, found in linked.items()},
            answers={
                code: _with_evidence(answer, linked.get(code, []), self._shown)
                for code, answer in answers.items()
            },
            known=known_of(self._review, unit, [answer.self_score for answer in answers.values()]),
            tasks=tuple(tasks),
            linked_tasks=linked,
            proven=proven,
        )


def _with_evidence(answer: Answer, tasks: list[YearTask], shown: Shown) -> Answer:
    """`answer` with the number of documents of its entry and of the tasks that it is linked to."""
    documents = set(shown.entries.get(answer.entry_id, ()))
    for task in tasks:
        documents |= shown.tasks.get(task.id, set())
    return Answer(**{**answer.__dict__, "evidence": len(documents)})


def _review_of(session: Session, plan: Plan, year: int) -> ReviewRound | None:
    query = select(ReviewRound).where(
        ReviewRound.plan_id == plan.id, ReviewRound.kind == RoundKind.YEAR, ReviewRound.period == str(year)
    )
    return session.exec(query).first()


def _answers(session: Session, plan: Plan, review: ReviewRound | None) -> dict[str, dict[int | None, Answer]]:
    """What was said in the year's review, by the criteria of the set that the plan has now and by unit."""
    found: dict[str, dict[int | None, Answer]] = defaultdict(dict)
    if review is None:
        return found
    query = (
        select_columns(
            col(Criterion.code),
            col(ReviewEntry.unit_id),
            col(ReviewEntry.id),
            col(ReviewEntry.self_score),
            col(ReviewEntry.appraised_score),
            col(ReviewEntry.final_score),
            col(ReviewEntry.appraised_reason),
            col(ReviewEntry.explanation),
        )
        .join(Criterion, col(ReviewEntry.criterion_id) == Criterion.id)
        .where(col(ReviewEntry.round_id) == review.id, col(Criterion.set_id) == plan.criteria_set_id)
    )
    for code, unit_id, *said in session.execute(query):
        found[code][unit_id] = Answer(*said)
    return found


def _linked_items(session: Session, plan: Plan) -> dict[str, list[int]]:
    """The plan's items that serve each criterion of its set, by the criterion's code."""
    query = (
        select(Criterion.code, CriterionItem.item_id)
        .join(CriterionItem, col(CriterionItem.criterion_id) == Criterion.id)
        .join(Item, col(CriterionItem.item_id) == Item.id)
        .where(Criterion.set_id == plan.criteria_set_id, Item.plan_id == plan.id)
    )
    found: dict[str, list[int]] = defaultdict(list)
    for code, item_id in session.exec(query):
        found[code].append(item_id)
    return dict(found)
