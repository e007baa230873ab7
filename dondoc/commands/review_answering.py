"""`dondoc review answer`: what a unit says of an entry; what is not given stays as it is."""

from collections.abc import Mapping, Set
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

import click
from sqlmodel import Session

from config.clock import now
from config.errors import DondocError
from dondoc.common import by_option
from dondoc.opening import open_session
from models import ReviewEntry
from tasks_registry.criteria.points import parse_points, parse_rate
from tasks_registry.criteria.sets import points_for_count, points_for_rate
from tasks_registry.evidence.taking_in import add_evidence
from tasks_registry.rounds.answers import AS_THEY_ARE, Points, answer_entry
from tasks_registry.rounds.reviews import find_entry

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "done": "kết quả",
        "difficulties": "khó khăn",
        "proposals": "kiến nghị",
        "self_score": "điểm tự chấm",
    }
)


@click.command
@click.argument("entry_id", metavar="MỤC", type=int)
@click.option("--done", metavar="KẾT_QUẢ", help="Kết quả đã thực hiện; lần đầu phải có.")
@click.option("--difficulties", metavar="KHÓ_KHĂN", help="Khó khăn, vướng mắc.")
@click.option("--proposals", metavar="KIẾN_NGHỊ", help="Đề xuất, kiến nghị.")
@click.option("--self-score", metavar="ĐIỂM", help="Điểm tự chấm, ví dụ 1,25 (nhiệm vụ: thang 100).")
@click.option("--rate", metavar="TỶ_LỆ", help="Tỷ lệ phần trăm, ví dụ 40,5%, với tiêu chí chấm theo tỷ lệ.")
@click.option("--count", metavar="SỐ_LẦN", help="Số lần, với tiêu chí chấm theo số lần.")
@click.option("--replace", is_flag=True, help="Thay trả lời mà người khác đã ghi.")
@click.option("--evidence", multiple=True, metavar="ĐƯỜNG_DẪN", help="Minh chứng; dùng được nhiều lần.")
@by_option
def answer(
    entry_id: int,
    done: str | None,
    difficulties: str | None,
    proposals: str | None,
    self_score: str | None,
    rate: str | None,
    count: str | None,
    replace: bool,
    evidence: tuple[str, ...],
    by: str,
) -> None:
    """Trả lời một mục; sửa được cho đến khi nộp phiếu.

    Trả lời lại thì phần không ghi giữ nguyên; muốn bỏ một phần thì ghi trống, ví dụ --proposals "".
    """
    words = {"done": done, "difficulties": difficulties, "proposals": proposals}
    marks = (self_score, rate, count)
    if not evidence and all(each is None for each in (*words.values(), *marks)):
        raise DondocError('Chưa nêu gì để ghi; ví dụ: --done "Đã niêm yết" hoặc --self-score 1,25.')
    with open_session() as session:
        entry = find_entry(session, entry_id)
        points, declared = _points(session, entry, *marks)
        answer_entry(
            session,
            entry,
            by=by,
            now=now(),
            **words,
            self_score=points,
            declared=declared,
            seen=entry.answered_at if replace else None,
        )
        for url in evidence:
            add_evidence(session, url=url, by=by, now=now(), entry=entry)
        given = {name for name, text in words.items() if text is not None}
        kept = _kept(entry, given if points is AS_THEY_ARE else {*given, "self_score"})
        click.echo(f"Đã ghi trả lời của mục {entry_id}{kept}.")


def _points(
    session: Session, entry: ReviewEntry, self_score: str | None, rate: str | None, count: str | None
) -> tuple[Decimal | Literal[Points.AS_THEY_ARE] | None, Decimal | None]:
    """The points, and the rate or count that was declared instead of them; none where left empty."""
    given = [text for text in (self_score, rate, count) if text is not None]
    if len(given) > 1:
        raise DondocError("Chỉ dùng một trong ba: --self-score, --rate hoặc --count.")
    if not given:
        return AS_THEY_ARE, None
    if not given[0].strip():
        return None, None
    if rate is not None:
        declared = parse_rate(rate)
        return points_for_rate(session, entry.criterion_id, declared), declared
    if count is not None:
        declared = parse_points(count)
        return points_for_count(session, entry.criterion_id, declared), declared
    return parse_points(given[0]), None


def _kept(entry: ReviewEntry, given: Set[str]) -> str:
    """What an earlier answer said and this one did not speak of, in words."""
    kept = [
        words for name, words in PARTS.items() if name not in given and getattr(entry, name) not in ("", None)
    ]
    return f"; giữ nguyên {', '.join(kept)} đã ghi trước" if kept else ""
