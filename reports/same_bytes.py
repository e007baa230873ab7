"""The same content, the same bytes: archives without the moment at which they were written."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # of a snapshot that does not say when it was closed
FIXED = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP archive can say


def file_moment(instant: datetime | None) -> datetime:
    """The instant that a file's properties give as its making: in UTC, without a zone, of a known round."""
    return (instant or NO_MOMENT).astimezone(UTC).replace(tzinfo=None, microsecond=0)


def without_times(archive: bytes) -> bytes:
    """A Word or Excel file with the same parts in the same order, and no times or systems in it."""
    written = BytesIO()
    with zipfile.ZipFile(BytesIO(archive)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 0
            new.writestr(part, old.read(name))
    return written.getvalue()
