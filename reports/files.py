"""Writing the reports of a round into a folder: all or none, and never over what a person has edited.

Beside the files stands a list of their checksums, so that a file that a clerk has completed (the number, the
signer) is told from one that is as it was written.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from config.errors import DondocError, why_of
from reports.charts import progress_chart, score_chart, trend_chart
from reports.facts import ReportFacts, facts_in
from reports.publication import publication_list
from reports.scores import read_score
from reports.snapshots import of_unit, read_round
from reports.tables import score_table, task_table
from reports.word_report import word_report
from tasks_registry.year.frozen_rounds import FrozenRound

Kind = Literal["word", "tables", "charts"]
KINDS: tuple[Kind, ...] = ("word", "tables", "charts")
Edited = Literal["refuse", "keep", "replace"]
WRITTEN = ".dondoc-da-ghi.json"  # name of a file → its checksum when it was written


def write_reports(
    frozen: FrozenRound,
    folder: Path,
    *,
    unit_code: str | None = None,
    kinds: tuple[Kind, ...] = KINDS,
    edited: Edited = "keep",
) -> list[Path]:
    """Write the reports of a closed round below `folder`, in a folder for its plan and period; their paths.

    With `unit_code` those of one unit, whose own score `frozen` then has, in a folder of its own below that.
    What the office adds to each stands in `the-thuc.yaml` of `folder` (`facts.facts_in`). Files that are not
    as they were written last are refused, kept as they are, or replaced, as `edited` says.

    Raises:
        DondocError: the snapshot, the score or the facts cannot be read, a file is to be refused, or the
            folder cannot be written to; then nothing was written.
    """
    facts = facts_in(folder)
    if unit_code is not None:
        frozen = replace(frozen, snapshot=of_unit(frozen.snapshot, unit_code))
    made = {name: data for kind in kinds for name, data in _make(kind, frozen, facts).items()}
    place = folder / _safe(read_round(frozen.snapshot).plan.code) / _safe(str(frozen.snapshot["period"]))
    place = place / _safe(unit_code) if unit_code else place
    try:
        _write_all(place, made, edited)
    except OSError as error:
        raise DondocError(
            f"Không ghi được báo cáo vào {place}: {why_of(error)}; sửa lại hoặc chọn thư mục khác."
        ) from None
    return [place / name for name in made]


def _write_all(place: Path, made: Mapping[str, bytes], edited: Edited) -> None:
    """Put what was made into a folder, together with the list of checksums."""
    place.mkdir(parents=True, exist_ok=True)
    written = _written(place)
    foreign = [name for name, data in made.items() if _is_foreign(place / name, data, written.get(name))]
    if foreign and edited == "refuse":
        raise DondocError(
            f"{place / foreign[0]} đã có và không phải bản do dondoc ghi (hoặc đã được sửa); "
            "chọn thư mục khác bằng --out, hoặc thêm --overwrite để ghi đè."
        )
    kept = foreign if edited == "keep" else []
    fresh = {name: data for name, data in made.items() if name not in kept}
    known = written | {name: _digest(data) for name, data in fresh.items()}
    _replace_all(place, {**fresh, WRITTEN: json.dumps(known, indent=1, sort_keys=True).encode()})


def _make(kind: Kind, frozen: FrozenRound, facts: ReportFacts) -> dict[str, bytes]:
    snapshot, score = frozen.snapshot, frozen.score
    makers: dict[Kind, Callable[[], dict[str, bytes | None]]] = {
        "word": lambda: {
            "bao-cao.docx": word_report(snapshot, score, facts, unit_scores=frozen.unit_scores),
            "cong-khai.docx": publication_list(snapshot, score, facts),
        },
        "tables": lambda: {
            "nhiem-vu.xlsx": task_table(snapshot),
            "bang-diem.xlsx": score_table(snapshot, score) if score is not None else None,
        },
        "charts": lambda: {
            "tien-do.png": progress_chart(read_round(snapshot)),
            "dien-bien.png": trend_chart(read_round(snapshot)),
            "diem.png": score_chart(read_score(score)) if score is not None else None,
        },
    }
    return {name: data for name, data in makers[kind]().items() if data is not None}


def _safe(name: str) -> str:
    """A name of a folder that leads nowhere else."""
    return re.sub(r"[^\w-]+", "-", name).strip("-")[:80] or "khong-ten"


def _written(place: Path) -> dict[str, str]:
    try:
        found = json.loads((place / WRITTEN).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _is_foreign(path: Path, data: bytes, digest: str | None) -> bool:
    """Whether something stands there that is neither what is to be written nor what was written last."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return True
    return path.exists() and _digest(path.read_bytes()) not in (_digest(data), digest)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _replace_all(place: Path, fresh: Mapping[str, bytes]) -> None:
    """Write files so that a reader sees old ones or new ones, never a part; a full disk changes none."""
    with tempfile.TemporaryDirectory(dir=place, prefix=".dang-ghi-") as folder:
        for name, data in fresh.items():
            with open(Path(folder) / name, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        for name in fresh:
            os.replace(Path(folder) / name, place / name)
