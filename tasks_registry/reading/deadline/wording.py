"""A deadline in words for a person."""

from tasks_registry.reading.deadline.values import Deadline

EVERY = {"week": "tuần", "month": "tháng", "quarter": "quý", "half-year": "6 tháng", "year": "năm"}


def describe(deadline: Deadline) -> str:
    """A deadline in words."""
    if deadline.kind == "recurring":
        dates = f", các ngày {', '.join(deadline.dates)}" if deadline.dates else ""
        times = f"{deadline.times or 1} lần mỗi {deadline.interval or ''} ".replace("  ", " ")
        return f"định kỳ: {times}{EVERY[str(deadline.every)]}{dates}"
    if deadline.kind == "continuous":
        return "thường xuyên" + (f" từ {deadline.start:%d/%m/%Y}" if deadline.start else "")
    if deadline.due:
        start = f" (từ {deadline.start:%d/%m/%Y})" if deadline.start else ""
        return f"hạn {deadline.due:%d/%m/%Y}{start}"
    if deadline.kind == "relative":
        return f"{deadline.days} ngày kể từ ngày ban hành (chưa rõ ngày ban hành)"
    return "không ghi thời hạn" if deadline.kind == "none" else "không có ngày xác định"
