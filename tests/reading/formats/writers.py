"""Writing a plan into each format."""

import csv
import html
import io
from collections.abc import Callable
from pathlib import Path

import docx
import xlsxwriter
from docx.document import Document

from tests.reading.formats.sample import Plan, Table


def as_text(plan: Plan) -> str:
    """Plain text, a blank line between paragraphs, tables with tabs."""
    blocks = [
        block if isinstance(block, str) else "\n".join("\t".join(row) for row in block) for block in plan
    ]
    return "\n\n".join(blocks) + "\n"


def as_markdown(plan: Plan) -> str:
    """Markdown, tables with pipes."""
    return "\n\n".join(block if isinstance(block, str) else _pipes(block) for block in plan) + "\n"


def _pipes(table: Table) -> str:
    lines = ["| " + " | ".join(cell.replace("\n", "<br>") for cell in row) + " |" for row in table]
    return "\n".join([lines[0], "|" + "---|" * len(table[0]), *lines[1:]])


def as_html(plan: Plan) -> str:
    """A whole page in UTF-8."""
    blocks = [f"<p>{html.escape(b)}</p>" if isinstance(b, str) else _tags(b) for b in plan]
    body = "\n".join(blocks)
    head = "<head><meta charset='utf-8'><title>Kế hoạch</title></head>"
    return f"<!DOCTYPE html>\n<html>{head}<body>{body}</body></html>"


def _tags(table: Table) -> str:
    rows = ("".join(f"<td>{_broken(cell)}</td>" for cell in row) for row in table)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _broken(cell: str) -> str:
    return html.escape(cell).replace("\n", "<br>")


def as_csv(plan: Plan, delimiter: str = ",") -> str:
    """Rows of cells; a paragraph is a row of one."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    for block in plan:
        writer.writerows([[block]] if isinstance(block, str) else block)
    return out.getvalue()


def text_writer(make: Callable[[Plan], str], encoding: str = "utf-8") -> Callable[[Plan, Path], None]:
    """What writes a plan to a file of text."""

    def write(plan: Plan, path: Path) -> None:
        path.write_bytes(make(plan).encode(encoding))

    return write


def write_docx(plan: Plan, path: Path) -> None:
    """A Word document with a drawn table."""
    document = docx.Document()
    for block in plan:
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _add_table(document, block)
    document.save(str(path))


def _add_table(document: Document, table: Table) -> None:
    made = document.add_table(rows=0, cols=len(table[0]), style="Table Grid")
    for row in table:
        for cell, text in zip(made.add_row().cells, row, strict=True):
            cell.text = text


def write_xlsx(plan: Plan, path: Path) -> None:
    """One sheet: a paragraph a row in the first column, tables below one another."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        sheet = book.add_worksheet("Kế hoạch")
        at = 0
        for block in plan:
            for row in [[block]] if isinstance(block, str) else block:
                sheet.write_row(at, 0, row)
                at += 1
