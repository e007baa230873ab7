"""That a recurring job was done: how one clock knows that the other still goes."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.base import instant


class Heartbeat(SQLModel, table=True):
    """The latest completed run of the job `name`: for which business day, and when it ended."""

    name: str = Field(primary_key=True, max_length=60)
    day: date
    at: datetime = Field(sa_column=instant(nullable=False))
