"""The list of what must be made public: what applies to a round, each with its source."""

import re

from reports.publication import all_duties, duties, publication_list
from reports.scores import read_score
from reports.snapshots import read_round
from tests.reports.reading import rows_of, text_of
from tests.reports.samples import score, snapshot, year


def test_every_duty_names_the_text_that_it_comes_from() -> None:
    for duty in all_duties():
        assert re.search(r"\d+/\d{4}/(NĐ-CP|QH15|QĐ-UBND|TT-VPCP|QĐ-TTg)|\d+/QĐ-UBND", duty.source)
        assert duty.what
        assert duty.how
        assert duty.when


def test_a_quarter_has_no_duty_of_the_year() -> None:
    quarter = duties(read_round(snapshot()), read_score(score(criteria_set="cantho-qd2579-2025")))
    assert quarter
    assert not any(each.years for each in quarter)


def test_the_score_is_published_as_its_own_set_says() -> None:
    looked_at = read_round(year())
    of_can_tho = duties(looked_at, read_score(score(criteria_set="cantho-qd2579-2025")))
    assert [each.when for each in of_can_tho if each.figure == "score"] == ["Trong quý I năm sau"]
    assert not [each for each in duties(looked_at, None) if each.of]


def test_the_list_is_to_be_completed_and_posted() -> None:
    word = publication_list(year(), score(criteria_set="haiphong-qd5049-2025"))
    heading, *rows = rows_of(word, 0)
    assert heading[-1] == "Đã công khai (hình thức, ngày)"
    assert {row[-1] for row in rows} == {""}
    assert rows[-1][1].split("\n") == [
        "Điểm và mức độ “Chính quyền thân thiện” của năm",
        "(năm 2026: 87,5 điểm, xếp loại: Mức độ 2)",
    ]
    assert "DANH MỤC" in text_of(word)
    unknown = score(criteria_set="haiphong-qd5049-2025", total=None, level=None)
    assert "(năm 2026: chưa có số liệu)" in text_of(publication_list(year(), unknown))
