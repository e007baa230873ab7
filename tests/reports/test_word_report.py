"""What a report says: the snapshot's figures and the units' own words, and nothing else."""

import pytest

from config.errors import DondocError
from reports.word_report import word_report
from tests.reports.reading import rows_of, text_of
from tests.reports.samples import (
    HEALTHS,
    count,
    criterion_entry,
    document,
    entry,
    explanation,
    line,
    score,
    snapshot,
    year,
)


def test_the_four_way_count_stands_in_a_sentence_and_by_unit() -> None:
    entries = [entry(place, health=HEALTHS[0]) for place in (1, 2, 3)]
    entries += [entry(4, health=HEALTHS[1]), entry(5, health=HEALTHS[3]), entry(6, health=HEALTHS[4])]
    word = word_report(snapshot(entries))
    assert (
        "Tính đến hết ngày 14/6/2026, trong tổng số 06 nhiệm vụ có 05 nhiệm vụ có thời hạn. Trong đó: đã "
        "hoàn thành 04 nhiệm vụ (đúng hạn 03, quá hạn 01); chưa hoàn thành 01 nhiệm vụ (còn trong hạn 0, quá "
        "hạn 01). Tỷ lệ hoàn thành đạt 80%, hoàn thành đúng hạn đạt 60% số nhiệm vụ có thời hạn. Có 01 nhiệm "
        "vụ thường xuyên hoặc không quy định thời hạn."
    ) in text_of(word)
    heading, *rows, total = rows_of(word, 0)
    assert heading[:3] == ["TT", "Đơn vị", "Tổng số"]
    assert total == ["", "Tổng cộng", "6", "3", "1", "0", "1", "1"]
    assert [row[1:] for row in rows] == [
        ["Phòng Kinh tế, Hạ tầng và Đô thị", "2", "1", "0", "0", "0", "1"],
        ["Phòng Văn hóa - Xã hội", "2", "1", "0", "0", "1", "0"],
        ["Trung tâm Phục vụ hành chính công phường", "1", "1", "0", "0", "0", "0"],
        ["Văn phòng HĐND và UBND phường", "1", "0", "1", "0", "0", "0"],
    ]


def test_late_tasks_are_named_with_their_unit_and_deadline() -> None:
    late = entry(5, health="open_late", text="Tập huấn kỹ năng giao tiếp;", due_on="2026-06-05")
    assert "- Tập huấn kỹ năng giao tiếp (Phòng Văn hóa - Xã hội; thời hạn 05/6/2026)." in text_of(
        word_report(snapshot([late]))
    )


def test_cancelled_tasks_are_told_apart() -> None:
    gone = entry(2, task_state="cancelled", health=None)
    word = word_report(snapshot([entry(1), gone]))
    assert "Ngoài ra có 01 nhiệm vụ đã hủy, không tính vào số liệu trên." in text_of(word)
    assert rows_of(word, 0)[-1][2] == "1"
    assert rows_of(word, 1)[2][5] == "Đã hủy"


def test_difficulties_and_proposals_are_the_units_own_words() -> None:
    said = "Thiếu kinh phí in ấn;\n- Máy quét hỏng"
    entries = [
        entry(1, difficulties=said, proposals=""),
        entry(5, difficulties="Thiếu kinh phí in ấn;", proposals=""),
    ]
    lines = text_of(word_report(snapshot(entries))).split("\n")
    start = lines.index("III. KHÓ KHĂN, VƯỚNG MẮC")
    assert lines[start + 1 : start + 6] == [
        "- Phòng Văn hóa - Xã hội:",
        "+ Thiếu kinh phí in ấn.",
        "+ Máy quét hỏng.",
        "IV. KIẾN NGHỊ, ĐỀ XUẤT",
        "Không có.",
    ]


def test_evidence_is_counted_once_and_what_lacks_it_is_named() -> None:
    shared = document(7, accepted=True, reachable=False)
    entries = [
        entry(1, health="done_on_time", evidence=[shared]),
        entry(2, health="done_on_time", evidence=[shared, document(8, accepted=None, reachable=True)]),
        entry(3, health="done_late", evidence=[document(9, accepted=False, reachable=True)]),
    ]
    said = text_of(word_report(snapshot(entries)))
    assert (
        "Các đơn vị đã gửi 03 minh chứng, trong đó 01 được chấp nhận, 01 không được chấp nhận và 01 chưa xem "
        "xét. Có 01 đường dẫn không truy cập được khi kiểm tra."
    ) in said
    assert "Có 01 nhiệm vụ báo cáo đã hoàn thành nhưng không có minh chứng (Trung tâm Phục vụ" in said


def test_explanations_owed_and_given_are_told() -> None:
    owed = [explanation(1, text_given="Nhà thầu chậm"), explanation(2, text_given="")]
    said = text_of(word_report(snapshot([entry(1), entry(2)], explanations=owed)))
    assert (
        "Có 02 nhiệm vụ chậm tiến độ phải giải trình; đã giải trình 01, chưa giải trình 01 (Phòng Kinh tế"
        in said
    )
    assert "(Phòng Văn hóa - Xã hội, quá hạn 4 ngày): Nhà thầu chậm." in said
    none = text_of(word_report(snapshot(explanations=[])))
    assert "Trong kỳ không có nhiệm vụ phải giải trình." in none


def test_who_has_not_answered_is_named() -> None:
    entries = [entry(1), entry(2, state="unanswered", done="")]
    said = text_of(word_report(snapshot(entries)))
    assert (
        "Các đơn vị đã trả lời 1/2 mục tự rà soát; chưa trả lời đầy đủ: Phòng Kinh tế, Hạ tầng và Đô thị."
        in said
    )


def test_a_unit_that_answered_all_and_handed_in_no_sheet_is_said_to_have_handed_in_none() -> None:
    given = snapshot([entry(1), entry(2)])
    given["units"][0]["stage"] = "missing"
    said = text_of(word_report(given))
    name = given["units"][0]["unit"]
    assert f"Các đơn vị đã trả lời 2/2 mục tự rà soát; không nộp phiếu: {name}." in said
    assert "chưa trả lời đầy đủ" not in said


def test_a_score_below_every_level_says_why_it_has_none_once() -> None:
    why = "Chưa đạt mức thấp nhất (Mức độ 1, từ 80 điểm)."
    said = text_of(word_report(year(), score(total=25.64, level=None, self_level=None, note=why)))
    assert "Điểm cuối cùng sau thẩm định: 25,64/100 điểm. Không xếp loại." in said
    assert said.count("Chưa đạt mức") == said.count(why) == 1


def test_a_year_shows_its_score_by_group_and_how_far_the_target_is() -> None:
    word = word_report(year(), score())
    said = text_of(word)
    assert "Chấm theo Bộ tiêu chí “Chính quyền thân thiện” của phường An Lạc." in said
    assert "Điểm tự chấm: 90/100 điểm, xếp loại tự chấm: Mức độ 3." in said
    assert "Điểm cuối cùng sau thẩm định: 87,5/100 điểm. Xếp loại: Mức độ 2." in said
    assert "Mức độ phấn đấu năm 2026: Mức độ 3 (từ 90 điểm). Còn thiếu 2,5 điểm." in said
    assert rows_of(word, 1)[1:] == [
        ["1", "Công khai, minh bạch", "35", "33,25", "30,75", "30,75"],
        ["2", "Thân thiện, vì Nhân dân phục vụ", "25", "22", "22", "22"],
        ["3", "Nhiệm vụ của kế hoạch", "40", "34,75", "34,75", "34,75"],
        ["", "Tổng điểm", "100", "90", "", "87,5"],
    ]
    sheet = {row[0]: row for row in rows_of(word, 3)[1:]}
    assert sheet["1.2"][2:6] == ["15", "15", "12,5", "12,5"]
    assert sheet["1.2"][6].split("\n") == [
        "Thiếu biên bản giám sát quý III.",
        "Giải trình: Biên bản đã bổ sung ngày 20/12/2026.",
    ]
    assert sheet["2.2"][2:6] == [""] * 4


def test_points_that_are_not_known_are_never_nought() -> None:
    lines = [
        line("1.1", "Công khai", 10, None),
        line("1.2", "Giám sát", 5, 4),
        line("2.1", "Khác", None, None, group="Khác"),
    ]
    open_score = score(
        lines, total=4, self_total=None, level=None, self_level=None, complete=False, unknown_points=10,
        missing_to_target=None,
    )  # fmt: skip
    word = word_report(year(), open_score)
    said = text_of(word)
    assert "Điểm tự chấm: chưa có số liệu." in said
    assert "Bảng điểm còn tiêu chí chưa có điểm (10 điểm) nên chưa xếp loại." in said
    assert "Số điểm còn thiếu: chưa có số liệu." in said
    assert rows_of(word, 1)[1:3] == [
        ["1", "Công khai, minh bạch", "15", "4 (chưa đủ)", "4 (chưa đủ)", "4 (chưa đủ)"],
        ["2", "Khác", "chưa có", "chưa có", "chưa có", "chưa có"],
    ]
    assert "Kết quả chấm điểm năm 2026: chưa có số liệu." in text_of(word_report(year()))


def test_a_count_that_is_not_known_is_never_nought() -> None:
    units = count([entry(1)])
    del units[0]["open_late"]
    word = word_report(snapshot([entry(1)], units=units))
    assert rows_of(word, 0)[1][2:] == ["–", "0", "1", "0", "–", "0"]
    assert "Dấu “–”: chưa có số liệu." in text_of(word)
    assert "chưa có số liệu" in text_of(word)


def test_an_older_snapshot_is_shown_with_what_it_has() -> None:
    old = snapshot()
    kept = ("kind", "period", "window_from", "window_to", "closed_at", "entries", "units", "checksum")
    old = {name: old[name] for name in kept} | {"plan": "an-lac-2026"}
    for unit in old["units"]:
        for name in ("unit_code", "stage", "explanation"):
            del unit[name]
    for each in old["entries"]:
        for name in (
            "unit_code",
            "group",
            "number",
            "section",
            "deliverables",
            "deadline_raw",
            "explanation",
            "final_score",
            "declared",
        ):
            del each[name]
    said = text_of(word_report(old))
    assert "Kết quả quý II/2026 thực hiện Kế hoạch an-lac-2026" in said.replace("\n", " ")
    assert "trong tổng số 24 nhiệm vụ" in said
    assert "Việc giải trình: chưa có số liệu." in said


def test_a_round_of_nothing_is_a_report_all_the_same() -> None:
    said = text_of(word_report(snapshot([], explanations=[], previous=[])))
    assert "Trong kỳ không có nhiệm vụ thuộc phạm vi rà soát." in said
    assert "Phụ lục" not in said
    assert said.count("Không có.") == 2


def test_criteria_are_no_tasks() -> None:
    word = word_report(year([entry(1), criterion_entry(2), criterion_entry(3)]))
    assert "trong tổng số 01 nhiệm vụ" in text_of(word)
    assert "do 01 đơn vị thực hiện" in text_of(word)
    assert [row[1] for row in rows_of(word, 0)] == ["Đơn vị", "Phòng Văn hóa - Xã hội", "Tổng cộng"]
    assert len(rows_of(word, 1)) == 2


def test_the_body_points_to_its_annexes() -> None:
    assert "(Chi tiết tại Phụ lục I, Phụ lục II kèm theo.)" in text_of(word_report(snapshot()))
    assert "(Chi tiết tại Phụ lục I, Phụ lục II, Phụ lục III kèm theo.)" in text_of(
        word_report(year(), score())
    )


def test_many_units_stand_in_an_annex() -> None:
    entries = [entry(place, unit=f"Đơn vị số {place}", unit_code=f"D{place}") for place in range(1, 31)]
    word = word_report(snapshot(entries))
    assert "KẾT QUẢ THEO ĐƠN VỊ QUÝ II/2026" in text_of(word)
    assert len(rows_of(word, 1)) == 32


@pytest.mark.parametrize(
    "broken", [{}, {"plan": {}}, snapshot() | {"entries": [{}]}, snapshot() | {"window_to": "hôm qua"}]
)
def test_what_is_no_snapshot_is_told_in_a_line(broken: dict[str, object]) -> None:
    with pytest.raises(DondocError, match="Bản chốt số liệu không đọc được"):
        word_report(broken)


def test_what_is_no_score_is_told_in_a_line() -> None:
    with pytest.raises(DondocError, match="Bảng điểm đã chốt không đọc được"):
        word_report(year(), {"lines": [{"points": "nhiều"}]})


@pytest.mark.parametrize("units", [2, 40])
def test_units_that_are_scored_by_themselves_stand_in_a_table(units: int) -> None:
    scores = [score(unit=f"Xã số {place}") for place in range(units - 1)]
    scores.append(score(unit="Xã chưa đủ", total=None, level=None, complete=False))
    word = word_report(year(), unit_scores=scores)
    said = text_of(word)
    assert f"Có {units:02} đơn vị được chấm điểm, trong đó: Mức độ 2: {units - 1:02} đơn vị; chưa xếp" in said
    assert ("KẾT QUẢ CHẤM ĐIỂM THEO ĐƠN VỊ NĂM 2026" in said) == (units > 25)
    table = rows_of(word, 1 if units == 2 else 2)
    assert table[1] == ["1", "Xã số 0", "100", "90", "87,5", "Mức độ 2"]
    assert table[-1][1:] == ["Xã chưa đủ", "100", "90", "chưa có", "chưa xếp loại"]
