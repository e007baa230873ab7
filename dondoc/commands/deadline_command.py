"""`dondoc deadline`: a phrase → its deadlines; without a phrase, JSON lines in and out."""

import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import click

from config.errors import DondocError
from dondoc.common import Day, echo_json, json_option, parse_day
from tasks_registry.reading.deadline.wording import describe
from tasks_registry.reading.deadlines import read_deadlines


@click.command
@click.argument("phrase", metavar="[CỤM TỪ]", required=False)
@click.option("--year", type=click.IntRange(1900, 2100), help="Năm của kế hoạch, khi cụm từ không ghi năm.")
@click.option("--issued", type=Day(), help="Ngày ban hành kế hoạch.")
@json_option
def command(phrase: str | None, year: int | None, issued: date | None, as_json: bool) -> None:
    """Đọc CỤM TỪ chỉ thời hạn; không có cụm từ thì đọc từng dòng JSON từ đầu vào chuẩn."""
    if phrase is None:
        _read_lines(year, issued)
        return
    found = read_deadlines(phrase, year=year, issued=issued)
    if as_json:
        echo_json([deadline.as_dict() for deadline in found])
    else:
        for deadline in found:
            click.echo(describe(deadline))


def _read_lines(year: int | None, issued: date | None) -> None:
    """One JSON list a line, in the order of the lines; a wrong line stops with its number."""
    for number, line in enumerate(sys.stdin, 1):
        if line.strip():
            question = _question(line, number)
            found = read_deadlines(
                question["phrase"] or "",
                year=question.get("year") or year,
                issued=parse_day(question["issued"]) if question.get("issued") else issued,
            )
            click.echo(json.dumps([deadline.as_dict() for deadline in found], ensure_ascii=False))


def _question(line: str, number: int) -> Mapping[str, Any]:
    try:
        question = json.loads(line)
    except ValueError:
        question = None
    if not isinstance(question, dict) or not isinstance(question.get("phrase", 0), str | None):
        raise DondocError(f'Dòng {number} phải là JSON dạng {{"phrase": "...", "year": 2026}}.')
    year = question.get("year")
    if year is not None and not (isinstance(year, int) and 1900 <= year <= 2100):
        raise DondocError(f"Dòng {number}: năm '{year}' nằm ngoài khoảng 1900–2100.")
    if not isinstance(question.get("issued"), str | None):
        raise DondocError(f"Dòng {number}: 'issued' phải viết như \"2026-03-02\".")
    return question
