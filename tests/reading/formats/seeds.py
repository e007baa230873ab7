"""Small documents in each format, to be damaged."""

import tempfile
from functools import cache
from pathlib import Path

from tests.reading.formats.packages import everything
from tests.reading.formats.pdf_by_hand import drawn_plan
from tests.reading.formats.sample import AFTER, BEFORE, HEADING, ROWS, Plan
from tests.reading.formats.writers import as_csv, as_html, as_markdown, as_text, write_docx, write_xlsx

SMALL: Plan = [*BEFORE, [HEADING, *ROWS[:4]], *AFTER[:4]]


@cache
def seeds() -> dict[str, bytes]:
    """The documents by name; made once, for zip files bear the time at which they are made."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan"
        write_docx(SMALL, path)
        word = path.read_bytes()
        write_xlsx(SMALL, path)
        excel = path.read_bytes()
    return {
        "plan.txt": as_text(SMALL).encode(),
        "plan.md": as_markdown(SMALL).encode(),
        "utf16.txt": as_text(SMALL).encode("utf-16"),
        "plan.html": as_html(SMALL).encode(),
        "plan.csv": as_csv(SMALL).encode(),
        "plan.docx": word,
        "lists.docx": everything(),
        "plan.xlsx": excel,
        "plan.pdf": drawn_plan(),
        "old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200) + "Workbook?".encode("utf-16-le"),
    }
