"""Reading one file in this process: its format told, its reader called, errors put into words."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tasks_registry.reading.formats import recognising as kinds
from tasks_registry.reading.formats.gathering import Gathering, refused
from tasks_registry.reading.formats.limits import LARGEST_TEXT, MEGABYTE
from tasks_registry.reading.formats.places import LoadedDocument
from tasks_registry.reading.formats.recognising import HEAD, Format
from tasks_registry.reading.source import ReadError

_AS_WORD = (kinds.OLD_WORD, kinds.RICH_TEXT, kinds.OPEN_TEXT)
_AS_EXCEL = (kinds.OLD_EXCEL, kinds.OPEN_SHEET, kinds.BINARY_EXCEL)


def read(path: Path) -> LoadedDocument:
    """The blocks of a file that exists; raises ReadError for what cannot be read.

    For bytes from anywhere call `loading.load`, which bounds time and memory.
    """
    try:
        found = format_of(path)
        document = _text(path, found) if found in (kinds.TEXT, kinds.HTML) else _document(path, found)
    except ReadError:
        raise
    except MemoryError as error:
        raise refused(
            path.name, "cần quá nhiều bộ nhớ để đọc; hãy tách riêng phần kế hoạch rồi nạp lại"
        ) from error
    except Exception as error:  # parsers raise anything at all on damaged bytes; a person hears of it here
        why = "bị hỏng hoặc chưa tải về đủ; hãy mở bằng chương trình đã tạo ra nó, lưu lại rồi nạp lại"
        raise refused(path.name, why) from error
    return document


def format_of(path: Path) -> Format:
    """The format of a file by its content; raises ReadError for one that holds no document."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        found = kinds.recognised(head, path.name)
        if found is kinds.OLD_WORD:
            return kinds.recognised_ole(head + file.read(), path.name)
    return _format_of_zip(path) if found is kinds.ZIP else found


def _format_of_zip(path: Path) -> Format:
    from tasks_registry.reading.formats.zips import opened

    with opened(path, path.name) as package:
        mime_type = package.data("mimetype") or b""
        return kinds.recognised_zip(list(package.members), mime_type, path.name)


def _text(path: Path, found: Format) -> LoadedDocument:
    """A file that is text: plain, Markdown, CSV or HTML."""
    from tasks_registry.reading.formats import csv_text, plain

    if path.stat().st_size > LARGEST_TEXT:
        raise refused(path.name, f"lớn hơn {LARGEST_TEXT // MEGABYTE} MB; hãy tách riêng phần kế hoạch")
    text = plain.decoded(path.read_bytes(), path.name)
    gathering = Gathering(path.name)
    delimiter = csv_text.delimiter_of(text, path.suffix.lower())
    if found is kinds.HTML:
        from tasks_registry.reading.formats import web_page

        web_page.read(text, gathering)
    elif delimiter:
        csv_text.read(text, delimiter, gathering)
        found = kinds.CSV
    else:
        return _warned(plain.read(text, path.name), path, found)
    return _warned(gathering.done(), path, found)


def _document(path: Path, found: Format) -> LoadedDocument:
    """A file that is no text."""
    gathering = Gathering(path.name)
    _reader(path, found)(gathering)
    return _warned(gathering.done(), path, found)


def _reader(path: Path, found: Format) -> Callable[[Gathering], None]:
    """What reads a format; a library is imported only for a file that needs it."""
    if found is kinds.PDF:
        from tasks_registry.reading.formats import pdf

        return partial(pdf.read, path)
    if found is kinds.PICTURE:
        from tasks_registry.reading.formats import scans

        return partial(scans.read, path)
    if found in _AS_WORD or found in _AS_EXCEL:
        return partial(_read_converted, path, kinds.WORD if found in _AS_WORD else kinds.EXCEL)
    if found is kinds.WORD:
        from tasks_registry.reading.formats import word

        return partial(word.read, path)
    from tasks_registry.reading.formats import excel

    return partial(excel.read, path)


def _read_converted(path: Path, wanted: Format, gathering: Gathering) -> None:
    from tasks_registry.reading.formats.office import converted

    with converted(path, path.name, wanted.endings[0].lstrip(".")) as copy:
        _reader(copy, wanted)(gathering)


def _warned(document: LoadedDocument, path: Path, found: Format) -> LoadedDocument:
    return document.with_warning(kinds.ending_warning(path, found))
