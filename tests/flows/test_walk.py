"""Real plans go all the way, in their own years, on a real mail server and a real Prefect server."""

import inspect
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from sqlmodel import Session, select

from dondoc.demo.folder import fresh_folder
from dondoc.demo.mail_sink import read_mail
from dondoc.demo.stage import Stage, flow_settings, stage
from dondoc.demo.story import Story, tell
from flows.timetable import TIMETABLE
from models import ReviewRound, RoundStage, Score, Task
from tasks_registry.directory.units_draft import draft_units
from tasks_registry.reading.reader import read_file

FLOWS = {served.deployment: served.flow for served in TIMETABLE}


def _run(deployment: str, parameters: Mapping[str, object]) -> str:
    """Run the flow of a deployment here; its final state, as a runner would tell it."""
    name = FLOWS[deployment]
    flow = getattr(import_module(f"flows.{name}"), name)
    form = inspect.signature(flow.fn).parameters["params"].annotation
    state = flow(params=form.model_validate(parameters["params"]), return_state=True)
    return str(state.name)


@pytest.fixture
def place(prefect: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """The demo's stage, on which the flows of this process work."""
    with stage(fresh_folder(tmp_path / "demo")) as place:
        for name, value in flow_settings(place).items():
            monkeypatch.setenv(name, value)
        yield place


@pytest.mark.parametrize(
    ("name", "year", "items"), [("xuong-giang-2024", 2024, 22), ("ho-chi-minh-2019", 2019, 39)]
)
def test_a_real_plan_goes_all_the_way(place: Stage, shared: Path, name: str, year: int, items: int) -> None:
    """Document, tasks, reminders, escalation, a quarter's review, evidence, the year's score."""
    read = read_file(shared / "plans" / f"{name}.txt")
    assert len(read.items) == items
    told: list[str] = []
    tell(Story(place, _run, told.append), [(read, Path(name))], yaml.safe_load(draft_units(read)))
    assert sum(line.strip() == "→ đã xong" for line in told) == 7
    with Session(place.engine) as session:
        dues = [due for due in session.exec(select(Task.due_on)) if due]
        rounds = session.exec(select(ReviewRound)).all()
        score = session.exec(select(Score)).one()
    assert {due.year for due in dues} == {year}
    assert [review.stage for review in rounds] == [RoundStage.CLOSED] * 2
    assert {review.window_to.year for review in rounds} == {year}
    assert score.total is not None
    assert 0 < score.total < 100
    subjects = [read_mail(path)["Subject"] for path in place.mails.files()]
    assert any(subject.startswith("[NHẮC HẠN]") for subject in subjects)
    assert any(subject.startswith("[ĐÔN ĐỐC QUÁ HẠN]") for subject in subjects)
