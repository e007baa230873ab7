"""Marks: what a criterion accepts, rates turned into points, points read and written."""

from decimal import Decimal

import pytest

from config.errors import DondocError
from tasks_registry.criteria.form import Method
from tasks_registry.criteria.marks import check_points, rate_points
from tasks_registry.criteria.points import number, parse_points, parse_rate, points_text, rounded
from tests.registry.small_sets import criterion, form


def test_all_or_nothing_takes_no_points_between() -> None:
    for method in (Method.YES_NO, Method.ALL_OR_NOTHING):
        check_points(Decimal("2.5"), "tiêu chí a", Decimal("2.5"), method)
        with pytest.raises(DondocError, match="chỉ nhận 0 hoặc 2,5"):
            check_points(Decimal(1), "tiêu chí a", Decimal("2.5"), method)
    with pytest.raises(DondocError, match="chưa có điểm tối đa"):
        check_points(Decimal(1), "tiêu chí a", None, Method.MANUAL)


@pytest.mark.parametrize(
    ("method", "threshold", "rate", "expected"),
    [
        ("ratio", 80, "80", "6"),
        ("ratio", 80, "79.9", "5.99"),
        ("ratio", 80, "100", "6"),
        ("ratio", None, "87.5", "5.25"),
        ("ratio", 80, "0", "0"),
        ("all_or_nothing", 95, "94.99", "0"),
        ("all_or_nothing", 95, "95", "6"),
        ("all_or_nothing", None, "99.9", "0"),
    ],
)
def test_a_rate_becomes_points(method: str, threshold: int | None, rate: str, expected: str) -> None:
    fields = {} if threshold is None else {"threshold": threshold}
    one = next(form([criterion("a", 6, method, **fields)], total=6).criteria())
    assert rate_points(one, Decimal(rate), 2) == Decimal(expected)


@pytest.mark.parametrize(
    ("points_", "method", "rate", "problem"),
    [(6, "manual", "50", "nhập điểm"), (None, "ratio", "50", "tối đa"), (6, "ratio", "100.1", "0–100"),
     (6, "ratio", "NaN", "0–100")],
)  # fmt: skip
def test_a_rate_that_does_not_fit_is_refused(
    points_: int | None, method: str, rate: str, problem: str
) -> None:
    one = next(form([criterion("a", points_, method)], total=6).criteria())
    with pytest.raises(DondocError, match=problem):
        rate_points(one, Decimal(rate), 2)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,25", "1.25"),
        (" 4.5 ", "4.5"),
        ("-0,5", "-0.5"),
        ("\N{MINUS SIGN}1", "-1"),
        ("0", "0"),
        ("100", "100"),
    ],
)
def test_points_are_read_with_comma_or_point(text: str, value: str) -> None:
    assert parse_points(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "--1", "-", "1,2,3", "1e2", "NaN", "một", "1,00001", "123456", "١"])
def test_what_is_no_number_of_points_is_refused(text: str) -> None:
    with pytest.raises(DondocError, match="không phải là số điểm"):
        parse_points(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [("40%", "40"), ("40 %", "40"), (" 40,5% ", "40.5"), ("40.5\N{NO-BREAK SPACE}%", "40.5"), ("40", "40")],
)
def test_a_rate_is_read_with_or_without_its_sign(text: str, value: str) -> None:
    assert parse_rate(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "%", "40%%", "4%0", "%40", "bốn mươi", "40‰", "40,5,1%"])
def test_what_is_no_rate_is_refused(text: str) -> None:
    with pytest.raises(DondocError, match="không phải là tỷ lệ phần trăm"):
        parse_rate(text)


def test_points_are_written_exactly() -> None:
    assert [number(Decimal(text)) for text in ("87.50", "100.0000", "0.1")] == [87.5, 100, 0.1]
    assert [points_text(Decimal(text)) for text in ("87.50", "100", "0.1")] == ["87,5", "100", "0,1"]
    assert (number(None), points_text(None)) == (None, "chưa có")
    assert [rounded(Decimal(text), 2) for text in ("2.345", "2.344")] == [Decimal("2.35"), Decimal("2.34")]
