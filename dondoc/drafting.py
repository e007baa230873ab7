"""Drafts of plans: written for a person to edit, and opened again."""

import json
from collections.abc import Mapping
from pathlib import Path

import click
from sqlmodel import select

from config.errors import DondocError, why_of
from dondoc.opening import open_session
from models import Unit
from tasks_registry.criteria.yaml_lines import text_of
from tasks_registry.directory.resolving import Directory, Match
from tasks_registry.plans.draft_sheet import read_sheet, write_sheet
from tasks_registry.plans.drafts import Draft, from_draft, to_draft
from tasks_registry.plans.plan_import import plan_code
from tasks_registry.reading.items import ReadPlan
from tasks_registry.reading.reader import read_file


def preview_plan(file: Path) -> None:
    """Write the draft of a plan into the present folder, as a workbook and as JSON; never over another."""
    read = read_file(file)
    draft = to_draft(read, file.name)
    sheet, data = (Path(f"{plan_code(file.name)}.ban-nhap{ending}") for ending in (".xlsx", ".json"))
    for path in (sheet, data):
        if path.exists():
            raise DondocError(f"{path} đã có; xóa hoặc đổi tên tệp đó trước khi tạo bản nháp mới.")
    write_sheet(draft, _understood(read), sheet)
    data.write_text(json.dumps(draft, ensure_ascii=False, indent=2), encoding="utf-8")
    click.echo(f"Bản nháp {len(read.items)} mục: {sheet} (sửa bằng Excel) và {data}.")
    click.echo(f"Sửa xong, nhập bằng: dondoc import {sheet} --confirm")
    for warning in read.warnings:
        click.echo(f"  Lưu ý: {warning}")


def _understood(read: ReadPlan) -> list[str]:
    """How the directory takes the leads of each item; empty where there is no database yet."""
    try:
        with open_session() as session:
            directory = Directory.load(session)
            names = dict(session.exec(select(Unit.id, Unit.name)).all())
    except DondocError:
        return [""] * len(read.items)
    return [
        "\n".join(_lead_text(directory.resolve(lead), names) for lead in item.lead) for item in read.items
    ]


def _lead_text(match: Match, names: Mapping[int | None, str]) -> str:
    near = "; ".join(f"{each.name} ({each.score:.0%})" for each in match.candidates)
    if not match.unit_ids:
        return f"chưa rõ; gần giống: {near}" if near else "chưa rõ"
    return f"{'; '.join(names[unit] for unit in match.unit_ids)} ({match.score:.0%})"


def open_draft(file: Path) -> Draft:
    """The draft in an edited file, a workbook or JSON."""
    if file.suffix.lower() == ".xlsx":
        return from_draft(read_sheet(file))
    try:
        return from_draft(json.loads(text_of(file)))
    except OSError as error:
        raise DondocError(f"Không mở được {file}: {why_of(error)}.") from None
    except ValueError:
        raise DondocError(f"{file.name} không phải là bản nháp do dondoc import --preview tạo ra.") from None
