"""A deadline in words for a person."""

from tasks_registry.reading.deadline.values import Deadline

EVERY = {"week": "tuần", "month": "tháng", "quarter": "quý", "half-year": "6 tháng", "year": "năm"}


def describe(deadline: Deadline) -> str:
    """A deadline in words."""
    if deadline.kind == "recurring":
        period = EVERY[str(deadline.every)]
        every = f"{deadline.interval} {period} một lần" if deadline.interval else f"hằng {period}"
        times = f", mỗi kỳ {deadline.times} lần" if deadline.times else ""
        days = ", ".join(map(_day_text, deadline.dates))
        return f"định kỳ {every}{times}" + (f", chậm nhất ngày {days}" if days else "")
    if deadline.kind == "continuous":
        return "thường xuyên" + (f" từ {deadline.start:%d/%m/%Y}" if deadline.start else "")
    if deadline.due:
        start = f" (từ {deadline.start:%d/%m/%Y})" if deadline.start else ""
        return f"hạn {deadline.due:%d/%m/%Y}{start}"
    if deadline.kind == "relative":
        return f"{deadline.days} ngày kể từ ngày ban hành (chưa rõ ngày ban hành)"
    return "không ghi thời hạn" if deadline.kind == "none" else "không có ngày xác định"


def _day_text(text: str) -> str:
    """ "03-14" as 14/3; "31", a month's last day, as such."""
    month, _, day = text.rpartition("-")
    if month:
        return f"{int(day)}/{int(month)}"
    return "cuối tháng" if day == "31" else str(int(day))
