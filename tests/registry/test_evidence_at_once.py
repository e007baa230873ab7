"""Several people at the same evidence at once: nothing is lost, nothing comes after a round was closed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

from sqlalchemy import Engine
from sqlmodel import Session, select

from config.errors import DondocError
from models import Evidence, EvidenceUse, Plan, ReviewEntry, ReviewRound, Task
from models.database import transaction
from tasks_registry.evidence.files import store_file
from tasks_registry.evidence.frozen_set import freeze_evidence
from tasks_registry.evidence.taking_in import add_evidence, add_file
from tasks_registry.rounds.reviews import close_round
from tests.registry.rounds import opened
from tests.registry.workroom import LATER, NOW, add_plan, add_task, add_unit

PDF = b"%PDF-1.7\n%%EOF"


def _prepared(engine: Engine) -> None:
    with Session(engine) as session:
        add_task(session, add_plan(session), date(2026, 5, 1), unit=add_unit(session, "VP", "Văn phòng"))
        opened(session, session.exec(select(Plan)).one())
        session.commit()


def test_the_same_file_by_many_at_once_is_one_document(engine: Engine, tmp_path: Path) -> None:
    _prepared(engine)
    together = Barrier(4)

    def bring(number: int) -> None:
        source = tmp_path / f"{number}.pdf"
        source.write_bytes(PDF)
        together.wait()
        stored = store_file(tmp_path / "kho", source, megabytes=1)
        with transaction(engine) as session:
            task = session.exec(select(Task)).one()
            add_file(session, stored, by=f"{number}", now=NOW, task=task, title=f"{number}")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(bring, range(4)))
    with Session(engine) as session:
        document = session.exec(select(Evidence)).one()
        assert document.title == document.added_by
        assert len(session.exec(select(EvidenceUse)).all()) == 1
    assert sum(path.is_file() for path in (tmp_path / "kho").rglob("*")) == 1


def test_evidence_that_meets_the_closing_is_in_the_snapshot_or_refused(engine: Engine) -> None:
    _prepared(engine)
    together = Barrier(2)

    def close() -> str:
        together.wait()
        with transaction(engine) as session:
            close_round(session, session.exec(select(ReviewRound)).one(), now=LATER)
        return ""

    def bring() -> str:
        together.wait()
        try:
            with transaction(engine) as session:
                entry = session.exec(select(ReviewEntry)).first()
                add_evidence(session, url="https://a.example/1", by="an", now=NOW, entry=entry)
        except DondocError as error:
            return str(error)
        return ""

    with ThreadPoolExecutor(2) as pool:
        closing, bringing = pool.submit(close), pool.submit(bring)
        assert closing.result(30) == ""
        told = bringing.result(30)
    with Session(engine) as session:
        review = session.exec(select(ReviewRound)).one()
        shown = [each for entry in (review.snapshot or {})["entries"] for each in entry["evidence"]]
        assert len(shown) == len(session.exec(select(EvidenceUse)).all())
        assert bool(shown) is (told == ""), told


def test_two_who_freeze_at_once_freeze_the_same(engine: Engine) -> None:
    _prepared(engine)
    together = Barrier(2)

    def freeze(number: int) -> str:
        with transaction(engine) as session:
            review = session.exec(select(ReviewRound)).one()
            together.wait()
            return str(freeze_evidence(session, review, (NOW, LATER)[number])["checksum"])

    with ThreadPoolExecutor(2) as pool:
        assert len(set(pool.map(freeze, range(2)))) == 1
