"""The units file: offices, their other names and groups, and the people in them.

Form: `units: [{code, name, aliases: [], parent, groups: [], people: [{name, email, role, language}]}]`,
role one of head, coordinator, staff, leader, admin; language, of mails, vi or en. `read_units`
checks all of it before `import_units` writes any of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from config import mail_address
from config.errors import DondocError
from models import Role
from tasks_registry.directory.unit_names import name_key
from tasks_registry.reading.folding import one_line

UNIT_FIELDS = ("code", "name", "aliases", "parent", "groups", "people")
PERSON_FIELDS = ("name", "email", "role", "language")
LONGEST = {"code": 40, "parent": 40}
LONGEST_NAME, LONGEST_PERSON = 300, 200
LANGUAGES = ("vi", "en")  # of mails


@dataclass(frozen=True)
class PersonEntry:
    """A person as the file has it; the address in lower case, no `language` where the file says none."""

    name: str
    email: str
    role: Role
    language: str | None


@dataclass(frozen=True)
class UnitEntry:
    """A unit as the file has it."""

    code: str
    name: str
    aliases: tuple[str, ...]
    parent: str | None
    groups: tuple[str, ...]
    people: tuple[PersonEntry, ...]


def read_units(document: object) -> tuple[UnitEntry, ...]:
    """The units of a parsed file, checked.

    Raises:
        DondocError: naming the first unit that is wrong, and how.
    """
    if not isinstance(document, Mapping) or not isinstance(document.get("units"), list):
        raise DondocError("Tệp đơn vị phải có danh sách 'units: [...]'.")
    if not document["units"]:
        raise DondocError("Tệp đơn vị chưa có đơn vị nào.")
    units = tuple(_unit(entry, place) for place, entry in enumerate(document["units"], 1))
    _refuse_repeats("mã đơn vị", (unit.code.casefold() for unit in units))
    _refuse_repeats("tên đơn vị", (key for unit in units for key in _name_keys(unit)))
    _refuse_repeats("địa chỉ thư", (person.email for unit in units for person in unit.people))
    _check_parents(units)
    return units


def _name_keys(unit: UnitEntry) -> set[str]:
    """A unit may repeat its own name among its aliases; two units may not share one."""
    return {name_key(name) for name in (unit.name, *unit.aliases)}


def _unit(entry: object, place: int) -> UnitEntry:
    where = f"đơn vị thứ {place}"
    if not isinstance(entry, Mapping):
        raise DondocError(f"Tệp đơn vị: {where} phải có dạng {{code, name, ...}}.")
    _refuse_unknown(entry, UNIT_FIELDS, where)
    code, name = _word(entry, "code", where), _word(entry, "name", where)
    where = f"đơn vị '{code}'"
    if not name_key(name):
        raise DondocError(f"Tệp đơn vị: {where} có tên '{name}' không phải là chữ.")
    return UnitEntry(
        code=code,
        name=name,
        aliases=_names(entry, "aliases", where),
        parent=_word(entry, "parent", where) if entry.get("parent") else None,
        groups=_names(entry, "groups", where),
        people=tuple(_person(person, where) for person in _list(entry, "people", where)),
    )


def _person(entry: object, where: str) -> PersonEntry:
    if not isinstance(entry, Mapping):
        raise DondocError(f"Tệp đơn vị: {where} có 'people' không đúng dạng {{name, email, role}}.")
    _refuse_unknown(entry, PERSON_FIELDS, where)
    name = _word(entry, "name", where)
    role = _word(entry, "role", where)
    if role not in set(Role):
        raise DondocError(f"Tệp đơn vị: {where}, {name}: vai trò '{role}' không có; dùng {', '.join(Role)}.")
    if len(name) > LONGEST_PERSON:
        raise DondocError(f"Tệp đơn vị: {where} có tên người dài quá {LONGEST_PERSON} ký tự.")
    language = str(entry["language"]) if entry.get("language") else None
    if language not in (None, *LANGUAGES):
        raise DondocError(f"Tệp đơn vị: {where}, {name}: ngôn ngữ '{language}' không có; dùng vi hoặc en.")
    address = _address(_word(entry, "email", where), f"Tệp đơn vị: {where}, {name}")
    return PersonEntry(name, address, Role(role), language)


def _address(address: str, where: str) -> str:
    try:
        return mail_address.check(address)
    except mail_address.AddressError as error:
        raise DondocError(f"{where}: {error}.") from None


def _refuse_unknown(entry: Mapping[object, object], known: tuple[str, ...], where: str) -> None:
    for field in entry:
        if field not in known:
            raise DondocError(
                f"Tệp đơn vị: {where} có '{field}' lạ; các trường dùng được: {', '.join(known)}."
            )


def _word(entry: Mapping[object, object], field: str, where: str) -> str:
    value = entry.get(field)
    if isinstance(value, bool):
        raise DondocError(f"Tệp đơn vị: {where} có '{field}' bị hiểu là đúng/sai; đặt trong dấu nháy kép.")
    word = one_line(str(value)) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not word:
        raise DondocError(f"Tệp đơn vị: {where} thiếu '{field}'.")
    longest = LONGEST.get(field, LONGEST_NAME)
    if len(word) > longest or not word.isprintable():
        raise DondocError(f"Tệp đơn vị: {where} có '{field}' dài quá {longest} ký tự hoặc chứa ký tự lạ.")
    return word


def _list(entry: Mapping[object, object], field: str, where: str) -> list[object]:
    value = entry.get(field) or []
    if not isinstance(value, list):
        raise DondocError(f"Tệp đơn vị: {where} có '{field}' không phải là danh sách.")
    return value


def _names(entry: Mapping[object, object], field: str, where: str) -> tuple[str, ...]:
    names = [_word({field: value}, field, where) for value in _list(entry, field, where)]
    return tuple(dict.fromkeys(name for name in names if name_key(name)))


def _refuse_repeats(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise DondocError(f"Tệp đơn vị: {what} '{value}' xuất hiện hai lần; mỗi {what} chỉ dùng một lần.")
        seen.add(value)


def _check_parents(units: tuple[UnitEntry, ...]) -> None:
    parents = {unit.code: unit.parent for unit in units}
    for unit in units:
        if unit.parent and unit.parent not in parents:
            raise DondocError(
                f"Tệp đơn vị: đơn vị '{unit.code}' có cấp trên '{unit.parent}' không có trong tệp."
            )
        chain, above = {unit.code}, unit.parent
        while above:
            if above in chain:
                raise DondocError(f"Tệp đơn vị: '{unit.code}' và cấp trên của nó lặp vòng.")
            chain.add(above)
            above = parents[above]
