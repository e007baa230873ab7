"""The same morning written by hand, as fast as plain means go: what `benchmarks.morning` is measured against.

One SELECT with joins, its rows grouped by person, Jinja2 for text and HTML, one smtplib connection, and
for each mail one batch of INSERTs, committed before the next goes out. It keeps no outbox: it cannot resume,
retry, speak another language, or tell what it would send. Its mails say about the same to the same people.
"""

import smtplib
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr
from itertools import groupby
from typing import Any

import psycopg
from jinja2 import Environment, Template
from sqlalchemy import make_url

from tasks_registry.days.working_days import WorkingCalendar

MOST_LINES = 200
TEXT = """Kính gửi: Ông/Bà {{ name }}

Hệ thống Đôn Đốc thông báo các nhiệm vụ cần Ông/Bà quan tâm, xử lý, tính đến ngày {{ today }}:

{% for title, lines in groups %}{{ title }} ({{ lines|length }} nhiệm vụ)

{% for line in lines[:most] %}{{ loop.index }}. {{ line.text }}
   Đơn vị chủ trì: {{ line.unit }}
   Người phụ trách: {{ line.owner }}
   Theo: {{ line.plan }}
   Hạn: {{ line.due.strftime("%d/%m/%Y") }} – {{ line.left }} ngày làm việc
   http://127.0.0.1:8080/nhiem-vu/{{ line.id }}

{% endfor %}{% endfor %}Đề nghị Ông/Bà thực hiện, cập nhật kết quả và tài liệu minh chứng trên hệ thống.
"""
HTML = """<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"></head>
<body style="font-family:Arial,sans-serif">
<p>Kính gửi: Ông/Bà {{ name }}</p>
<p>Hệ thống Đôn Đốc thông báo các nhiệm vụ cần Ông/Bà quan tâm, xử lý, tính đến ngày {{ today }}:</p>
{% for title, lines in groups %}
<h2 style="margin:24px 0 8px;font-size:16px;color:#b42318">{{ title }} ({{ lines|length }} nhiệm vụ)</h2>
{% for line in lines[:most] %}
<div style="margin:0 0 12px;padding:8px 0 8px 12px;border-left:4px solid #b42318">
<div><a href="http://127.0.0.1:8080/nhiem-vu/{{ line.id }}" style="color:#175cd3">
{{ loop.index }}. {{ line.text }}</a></div>
<div><strong>Hạn: {{ line.due.strftime("%d/%m/%Y") }}</strong> – {{ line.left }} ngày làm việc</div>
<div>Đơn vị chủ trì: {{ line.unit }}</div>
<div>Người phụ trách: {{ line.owner }}</div>
<div style="font-size:14px;color:#475467">Theo: {{ line.plan }}</div>
</div>
{% endfor %}{% endfor %}
<p>Đề nghị Ông/Bà thực hiện, cập nhật kết quả và tài liệu minh chứng trên hệ thống.</p>
</body></html>
"""
SELECT = """
    SELECT told.id, told.email, told.name, task.id, item.text, plan.title, unit.name, owner.name, task.due_on
    FROM ({audiences}) AS hears
    JOIN person AS told ON told.id = hears.person_id
    JOIN task ON task.id = hears.task_id
    JOIN item ON item.id = task.item_id
    JOIN plan ON plan.id = item.plan_id
    JOIN unit ON unit.id = task.unit_id
    JOIN person AS owner ON owner.id = task.owner_id
    ORDER BY told.id, task.due_on, task.id
"""
HEADS = """
    SELECT task.id, head.id FROM task
    JOIN person AS head ON head.unit_id = task.unit_id AND head.role = 'head' AND head.id <> task.owner_id
    WHERE {due}
"""
OPEN = "state IN ('assigned', 'accepted', 'in_progress', 'returned')"
OWNERS = "SELECT id AS task_id, owner_id AS person_id FROM task WHERE {due}"
COORDINATORS = """
    SELECT task.id, plan.coordinator_id FROM task JOIN item ON item.id = task.item_id
    JOIN plan ON plan.id = item.plan_id WHERE {due}
"""
LEADERS = """
    SELECT task.id, leader.id FROM task JOIN unit ON unit.id = task.unit_id
    JOIN person AS leader ON leader.unit_id = unit.parent_id AND leader.role = 'leader' WHERE {due}
"""


class Database:
    """The bare driver, with a count of its statements."""

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self.statements = 0
        self.sqlite = address.get_backend_name() == "sqlite"
        if self.sqlite:
            self.connection: Any = sqlite3.connect(str(address.database))
            self.connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL")
        else:
            self.connection = psycopg.connect(url)
        self.reader = (
            self.connection.cursor() if self.sqlite else self.connection.cursor("rows", withhold=True)
        )
        self.writer = self.connection.cursor()

    def rows(self, query: str) -> Iterator[tuple[Any, ...]]:
        self.statements += 1
        yield from self.reader.execute(query)

    def record(self, rows: list[tuple[int, int, str]]) -> None:
        self.statements += 1
        places = "?, ?, ?" if self.sqlite else "%s, %s, %s"
        self.writer.executemany(f"INSERT INTO floor_sent VALUES ({places})", rows)  # noqa: S608
        self.connection.commit()

    def run(self, statement: str) -> None:
        self.writer.execute(statement)
        self.connection.commit()


def morning(url: str, port: int, today: date) -> tuple[int, int]:
    """Send the mails of `today`; how many, and the number of SQL statements."""
    database, calendar, mails = Database(url), WorkingCalendar(), 0
    database.run("CREATE TABLE floor_sent (person_id INTEGER, task_id INTEGER, day DATE)")
    environment = Environment(autoescape=False), Environment(autoescape=True)  # noqa: S701  the text part
    text, html = environment[0].from_string(TEXT), environment[1].from_string(HTML)
    days: dict[date, int] = {}
    with smtplib.SMTP("127.0.0.1", port) as server:
        rows = database.rows(_query(calendar, today))
        for (person, email, name), found in groupby(rows, key=lambda row: row[:3]):
            lines = [_line(row, calendar, today, days) for row in found]
            server.sendmail("nhac@donvi.test", email, _mail(email, name, lines, today, text, html))
            database.record([(person, line["id"], f"{today}") for line in lines])
            mails += 1
    database.run("DROP TABLE floor_sent")
    return mails, database.statements


def _query(calendar: WorkingCalendar, today: date) -> str:
    """Whoever is told of what, with the days of the ladder written out."""
    third, fifth = calendar.shift(today, -3), calendar.shift(today, -5)
    bounds = (today + timedelta(days=6), third, third, fifth)
    parts = zip((OWNERS, HEADS, COORDINATORS, LEADERS), bounds, strict=True)
    return SELECT.format(
        audiences=" UNION ALL ".join(
            part.format(due=f"{OPEN} AND due_on <= '{bound}'") for part, bound in parts
        )
    )


def _line(
    row: tuple[Any, ...], calendar: WorkingCalendar, today: date, days: dict[date, int]
) -> dict[str, Any]:
    due = date.fromisoformat(row[8]) if isinstance(row[8], str) else row[8]
    if due not in days:
        days[due] = calendar.between(today, due)
    names = ("id", "text", "plan", "unit", "owner")
    return dict(zip(names, row[3:8], strict=True)) | {"due": due, "left": days[due]}


def _mail(
    email: str, name: str, lines: list[dict[str, Any]], today: date, text: Template, html: Template
) -> bytes:
    late = [line for line in lines if line["due"] < today]
    soon = [line for line in lines if line["due"] >= today]
    groups = [(title, found) for title, found in (("QUÁ HẠN", late), ("SẮP ĐẾN HẠN", soon)) if found]
    values = {"name": name, "today": f"{today:%d/%m/%Y}", "groups": groups, "most": MOST_LINES}
    mail: Any = MIMEMultipart("mixed")
    mail["From"], mail["To"] = "nhac@donvi.test", formataddr((name, email))
    mail["Subject"] = Header(f"[ĐÔN ĐỐC QUÁ HẠN] {len(late)} nhiệm vụ quá hạn", "utf-8")
    body = MIMEMultipart("alternative")
    body.attach(MIMEText(text.render(values), "plain", "utf-8"))
    body.attach(MIMEText(html.render(values), "html", "utf-8"))
    mail.attach(body)
    mail.attach(_calendar(lines[:MOST_LINES]))
    ready: bytes = mail.as_bytes(policy=mail.policy.clone(linesep="\r\n"))
    return ready


def _calendar(lines: list[dict[str, Any]]) -> MIMEText:
    events = (
        f"""BEGIN:VEVENT\r\nUID:nhiem-vu-{line["id"]}@127.0.0.1\r\nDTSTAMP:20260615T010000Z
DTSTART;VALUE=DATE:{line["due"]:%Y%m%d}\r\nDTEND;VALUE=DATE:{line["due"]:%Y%m%d}\r\nSEQUENCE:0
STATUS:CONFIRMED\r\nTRANSP:TRANSPARENT\r
{_folded("SUMMARY:Hạn: " + line["text"][:120])}\r
{_folded("DESCRIPTION:Đơn vị chủ trì: " + line["unit"])}\r
URL:http://127.0.0.1:8080/nhiem-vu/{line["id"]}\r\nEND:VEVENT"""
        for line in lines
    )
    part = MIMEText(
        "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", *events, "END:VCALENDAR", ""]), "calendar", "utf-8"
    )
    part.add_header("Content-Disposition", "attachment", filename="viec.ics")
    return part


def _folded(line: str) -> str:
    octets = line.replace(",", "\\,").replace(";", "\\;").encode()
    pieces = [octets[start : start + 72].decode(errors="ignore") for start in range(0, len(octets), 72)]
    return "\r\n ".join(pieces)
