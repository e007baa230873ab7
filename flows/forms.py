"""What a person may choose when starting a flow by hand; left empty, the schedule decides."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class DayForm(BaseModel):
    """The day of the work."""

    model_config = ConfigDict(title="Ngày tính", extra="forbid")

    as_of: date | None = Field(
        default=None,
        title="Tính đến hết ngày",
        description="Để trống: ngày ghi trong lịch của lượt chạy (giờ Việt Nam).",
    )


class PlanForm(DayForm):
    """The plan to work on."""

    model_config = ConfigDict(title="Kế hoạch", extra="forbid")

    plan: str = Field(
        default="",
        title="Kế hoạch",
        description="Mã hoặc số hiệu kế hoạch, ví dụ 12/KH-UBND. Để trống: tất cả kế hoạch.",
        max_length=200,
    )


class PeriodForm(PlanForm):
    """The period to review."""

    model_config = ConfigDict(title="Đợt tự rà soát", extra="forbid")

    period: str = Field(
        default="",
        title="Kỳ",
        description="Viết như 2026-Q2, 2026-6T, 2026-9T, 2026-BC1. Để trống: các kỳ đã đến ngày rà soát.",
        pattern=r"^([0-9]{4}-(Q[1-4]|6T|9T|BC[1-9][0-9]?))?$",
    )


class AnnualForm(PlanForm):
    """The year to score."""

    model_config = ConfigDict(title="Chấm điểm năm", extra="forbid")

    plan: str = Field(
        default="",
        title="Kế hoạch",
        description="Mã hoặc số hiệu; nhiều kế hoạch cách nhau bằng dấu chấm phẩy. Để trống: tất cả.",
        max_length=2000,
    )
    year: int | None = Field(
        default=None,
        title="Năm",
        description="Để trống: năm đã khóa số liệu gần nhất (ngày 14/12).",
        ge=1900,
        le=2100,
    )
