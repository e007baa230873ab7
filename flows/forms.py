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


class QuarterForm(PlanForm):
    """The quarter to review."""

    model_config = ConfigDict(title="Đợt tự rà soát quý", extra="forbid")

    quarter: str = Field(
        default="",
        title="Quý",
        description="Viết như 2026-Q2. Để trống: các quý đã đến kỳ rà soát.",
        pattern=r"^([0-9]{4}-Q[1-4])?$",
    )


class AnnualForm(PlanForm):
    """The year to score."""

    model_config = ConfigDict(title="Chấm điểm năm", extra="forbid")

    year: int | None = Field(
        default=None,
        title="Năm",
        description="Để trống: năm đã khóa số liệu gần nhất (ngày 14/12).",
        ge=1900,
        le=2100,
    )
