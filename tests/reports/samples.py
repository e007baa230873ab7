"""Frozen rounds and scores as values, of a ward that does not exist."""

from collections import Counter
from typing import Any

HEALTHS = ("done_on_time", "done_late", "open_in_time", "open_late", "no_deadline")
UNITS = (
    ("VP", "Văn phòng HĐND và UBND phường"),
    ("VHXH", "Phòng Văn hóa - Xã hội"),
    ("KT", "Phòng Kinh tế, Hạ tầng và Đô thị"),
    ("HCC", "Trung tâm Phục vụ hành chính công phường"),
)
TEXTS = (
    "Niêm yết công khai đầy đủ thủ tục hành chính, quy trình, phí và lệ phí tại trụ sở và trên mạng",
    "Tổ chức đối thoại giữa Chủ tịch UBND phường với Nhân dân",
    "Khảo sát mức độ hài lòng của người dân, tổ chức, doanh nghiệp",
    "Rà soát, bố trí cây xanh, vị trí để xe miễn phí cho người dân đến giao dịch",
    "Tập huấn kỹ năng giao tiếp, văn hóa công sở cho cán bộ, công chức",
    "Duy trì trả kết quả trong ngày vào thứ Sáu hằng tuần",
)


def entry(place: int = 1, **given: Any) -> dict[str, Any]:
    """A task's entry of a snapshot, version 2; `place` makes it differ from others."""
    code, unit = UNITS[place % len(UNITS)]
    health = given.get("health", HEALTHS[place % len(HEALTHS)])
    done = health in HEALTHS[:2]
    values = {
        "id": place,
        "state": "answered",
        "unit": unit,
        "unit_code": code,
        "task_id": 100 + place,
        "criterion": None,
        "group": None,
        "text": TEXTS[place % len(TEXTS)],
        "number": str(place),
        "section": ["II. NỘI DUNG"],
        "deliverables": ["Báo cáo"],
        "deadline_raw": "Trước ngày 06/6/2026",
        "due_on": None if health == "no_deadline" else f"2026-06-{place % 9 + 1:02}",
        "submitted_on": "2026-06-05" if done else None,
        "done_on": "2026-06-06" if done else None,
        "task_state": "done" if done else "in_progress",
        "health": health,
        "done": "Đã niêm yết 248/248 thủ tục; cập nhật trên trang thông tin điện tử của phường.",
        "difficulties": "Kinh phí in ấn, trang bị màn hình tra cứu chưa được bố trí"
        if place % 3 == 0
        else "",
        "proposals": "Đề nghị UBND thành phố hỗ trợ kinh phí chuyển đổi số năm 2026"
        if place % 4 == 0
        else "",
        "self_score": None,
        "appraised_score": None,
        "appraised_reason": "",
        "explanation": "",
        "final_score": None,
        "declared": None,
        "answered_by": "an@anlac.example",
        "answered_at": "2026-06-16T02:00:00+00:00",
        "evidence": [document(place)] if place % 2 else [],
    }
    return values | given


def document(place: int, **given: Any) -> dict[str, Any]:
    """A piece of evidence."""
    values = {
        "id": place,
        "url": f"https://anlac.example/minh-chung/{place}",
        "title": "Quyết định công bố danh mục thủ tục hành chính",
        "kind": "decision",
        "number": f"{place}/QĐ-UBND",
        "issued_on": "2026-05-04",
        "accepted": (True, None, False)[place % 3],
        "reachable": place % 5 != 0,
        "file_name": None,
    }
    return values | given


def criterion_entry(place: int, **given: Any) -> dict[str, Any]:
    """A criterion's entry of a year's round."""
    of_no_task = dict.fromkeys(("task_id", "due_on", "submitted_on", "done_on", "task_state"))
    values = {"criterion": f"1.{place}", "group": "Công khai, minh bạch", "self_score": 4, "health": None}
    return entry(place) | of_no_task | values | given


def count(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the units, as a snapshot has them."""
    units: dict[str, Counter[str]] = {}
    for each in entries:
        if each["task_state"] == "cancelled":
            continue
        counts = units.setdefault(each["unit"], Counter())
        counts["entries"] += 1
        counts["answered"] += each["state"] == "answered"
        if each["health"]:
            counts[each["health"]] += 1
    names = ("entries", "answered", *HEALTHS)
    codes = {each["unit"]: each["unit_code"] for each in entries}
    return [
        {
            "unit": unit,
            "unit_code": codes[unit],
            **{name: counts[name] for name in names},
            "stage": "accepted",
        }
        | {"explanation": ""}
        for unit, counts in sorted(units.items())
    ]


def snapshot(entries: list[dict[str, Any]] | None = None, **given: Any) -> dict[str, Any]:
    """A quarter's snapshot, version 2; its counts are those of the entries."""
    shown = [entry(place) for place in range(1, 25)] if entries is None else entries
    values = {
        "version": 2,
        "plan": {
            "code": "an-lac-2026",
            "title": "Xây dựng “Chính quyền thân thiện” trên địa bàn phường An Lạc năm 2026",
            "number": "12/KH-UBND",
            "issuer": "Ủy ban nhân dân phường An Lạc",
            "year": 2026,
            "end_year": 2026,
            "issued_on": "2026-01-15",
        },
        "kind": "quarter",
        "period": "2026-Q2",
        "name": "quý II/2026",
        "window_from": "2026-03-15",
        "window_to": "2026-06-14",
        "closes_on": "2026-06-22",
        "closed_at": "2026-06-22T10:05:00+00:00",
        "entries": shown,
        "units": count(shown),
        "explanations": [explanation(4), explanation(8, text_given="")],
        "previous": [
            {"period": "2025-Q4", "name": "quý IV/2025"} | dict(zip(HEALTHS, (9, 4, 5, 6, 3), strict=True)),
            {"period": "2026-Q1", "name": "quý I/2026"} | dict(zip(HEALTHS, (11, 3, 6, 3, 4), strict=True)),
        ],
        "checksum": "c0ffee" * 10 + "2026",
    }
    return values | given


def explanation(place: int, **given: Any) -> dict[str, Any]:
    """An explanation that a late task owes."""
    _, unit = UNITS[place % len(UNITS)]
    values = {
        "task_id": 100 + place,
        "text": "",
        "unit": unit,
        "days_late": 4,
        "asked_on": "2026-06-15",
        "due_on": "2026-06-19",
        "text_given": "Đơn vị thi công bàn giao chậm; đã đôn đốc, cam kết hoàn thành trong tháng 6",
    }
    return values | given


def year(entries: list[dict[str, Any]] | None = None, **given: Any) -> dict[str, Any]:
    """A year's snapshot, with criteria beside tasks."""
    shown = [*(entry(place) for place in range(1, 13)), *(criterion_entry(place) for place in range(13, 17))]
    of_year = {
        "kind": "year",
        "period": "2026",
        "name": "năm 2026",
        "window_from": "2025-12-15",
        "window_to": "2026-12-14",
        "closed_at": "2026-12-22T10:05:00+00:00",
    }
    return snapshot(shown if entries is None else entries, **(of_year | given))


def line(code: str, name: str, most: float | None, own: float | None, **given: Any) -> dict[str, Any]:
    """A line of a score, appraised as the unit scored itself."""
    values = {
        "code": code,
        "group": "Công khai, minh bạch",
        "name": name,
        "method": "manual",
        "max_points": most,
        "self_points": own,
        "appraised_points": own,
        "points": own,
        "open": own is None,
        "reason": "Điểm thẩm định.",
        "explanation": "",
        "evidence": 2,
    }
    return values | given


def score(lines: list[dict[str, Any]] | None = None, **given: Any) -> dict[str, Any]:
    """A frozen score of 87,5 of 100 against a target of level 3."""
    second, third = "Thân thiện, vì Nhân dân phục vụ", "Nhiệm vụ của kế hoạch"
    shown = [
        line("1.1", "Công khai đủ nội dung theo quy định; định kỳ rà soát", 20, 18.25),
        line("1.2", "Tạo điều kiện để Nhân dân giám sát", 15, 15, appraised_points=12.5, points=12.5,
             reason="Thiếu biên bản giám sát quý III.", explanation="Biên bản đã bổ sung ngày 20/12/2026."),
        line("2.1", "Trả kết quả trong ngày", 25, 22, group=second),
        line("2.2", "Mức độ hài lòng (theo dõi)", None, None, group=second, method="watch", open=False),
        line("3.1", "Số lượng", 20, None, group=third, method="done_share", points=18.5, open=False,
             reason="Hoàn thành 37/40 nhiệm vụ."),
        line("3.2", "Tiến độ", 20, None, group=third, method="on_time_share", points=16.25, open=False),
    ]  # fmt: skip
    values = {
        "criteria_set": "phuong-an-lac-2026",
        "title": "Bộ tiêu chí “Chính quyền thân thiện” của phường An Lạc",
        "rules_version": "1",
        "total": 87.5,
        "self_total": 90,
        "maximum": 100,
        "level": "Mức độ 2",
        "self_level": "Mức độ 3",
        "complete": True,
        "unknown_points": 0,
        "target": {"level": 3, "from": 90, "to": 95},
        "missing_to_target": 2.5,
        "note": "",
        "lines": shown if lines is None else lines,
        "checksum": "beef",
        "frozen_at": "2026-12-22T10:05:00+00:00",
    }
    return values | given
