"""Days off and make-up working days (ngày nghỉ, ngày làm bù) that an office adds to the law's."""

from datetime import date

from sqlmodel import Field, SQLModel


class CalendarDay(SQLModel, table=True):
    """A day that is not what the weekday and the holidays say: `working` tells what it is."""

    __tablename__ = "calendar_day"

    day: date = Field(primary_key=True)
    working: bool
    name: str = Field(default="", max_length=200)
