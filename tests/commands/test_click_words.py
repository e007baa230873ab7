"""Whatever is typed, no word of click's own reaches a person: every command, every kind of mistake."""

import re
from collections.abc import Iterator

import click
import pytest

from dondoc.__main__ import cli
from dondoc.common import Day
from tests.commands.conftest import Run

ENGLISH = re.compile(
    r"(?<![-\w])(Usage|Options?|Commands?|Arguments?|Positional|Error|Try|help|required|default|env|dynamic|got"
    r"|unexpected|extra|such|invalid|values?|requires?|does|takes?|not a|is not|range|choose|one of"
    r"|TEXT|INTEGER|FLOAT|BOOLEAN|PATH|FILE|FILENAME|DIRECTORY|ARGS|Show this|exit|version|deprecated|given)"
    r"(?![-\w])",
    re.IGNORECASE,
)
Path = tuple[str, ...]


def _commands(command: click.Command, path: Path = ()) -> Iterator[tuple[Path, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            assert found is not None
            yield from _commands(found, (*path, name))


COMMANDS = dict(_commands(cli))
LEAVES = {path: command for path, command in COMMANDS.items() if not isinstance(command, click.Group)}


def _good(parameter: click.Parameter) -> str:
    """Words that a parameter takes."""
    match parameter.type:
        case click.Choice() as choice:
            return str(choice.choices[0])
        case Day():
            return "2026-06-15"
        case click.IntRange() as kind:
            return str(kind.min)
    return "1"


def _typed(parameter: click.Parameter, value: str) -> list[str]:
    if isinstance(parameter, click.Option):
        return [parameter.opts[-1]] if parameter.is_flag else [parameter.opts[-1], value]
    return [value]


def _required(command: click.Command) -> list[str]:
    """What the command needs at least."""
    return [word for each in command.params if each.required for word in _typed(each, _good(each))]


def _with(command: click.Command, one: click.Parameter, *words: str) -> list[str]:
    """What the command needs, with these words in the place of one parameter."""
    typed = [list(words) if each is one else _typed(each, _good(each)) for each in _needed(command, one)]
    return [word for part in typed for word in part]


def _needed(command: click.Command, one: click.Parameter) -> list[click.Parameter]:
    return [each for each in command.params if each.required or each is one]


def _mistakes(command: click.Command) -> Iterator[tuple[list[str], str]]:
    """What can be typed wrong, and what must be told."""
    negative = command.context_settings.get("ignore_unknown_options")  # for points below nothing
    told = "thừa '--khong-co'" if negative else "không có tùy chọn --khong-co"
    yield [*_required(command), "--khong-co"], told
    if isinstance(command, click.Group):
        yield ["khong-co"], "không có lệnh 'khong-co'"
        return
    if not any(each.nargs == -1 for each in command.params):
        full = _required(command) + ["1" for each in command.params if _is_optional_argument(each)]
        yield [*full, "thừa"], "thừa 'thừa'"
        yield [*full, "thừa", "nữa"], "thừa 'thừa nữa'"
    for each in command.params:
        if each.required:
            yield _with(command, each), "còn thiếu "
        if isinstance(each.type, click.Choice):
            yield _with(command, each, *_typed(each, "xyz")), "chỉ nhận: "
        if isinstance(each.type, click.types.IntParamType):
            yield _with(command, each, *_typed(each, "xyz")), "cần số nguyên"
        if isinstance(each, click.Option) and each.is_flag:
            yield [f"{each.opts[-1]}=1"], "không đi kèm giá trị"
        elif isinstance(each, click.Option):
            yield [*_required(command), each.opts[-1]], f"còn thiếu giá trị sau {each.opts[-1]}"


def _is_optional_argument(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Argument) and not parameter.required


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_has_no_english_word_of_click(dondoc: Run, path: Path) -> None:
    ran = dondoc(*path, "--help")
    assert ran.status == 0
    assert ran.out.startswith("Cách dùng: dondoc")
    assert not ENGLISH.search(ran.out), ENGLISH.findall(ran.out)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_mistake_is_told_in_vietnamese(dondoc: Run, path: Path) -> None:
    for words, told in _mistakes(COMMANDS[path]):
        line = dondoc(*path, *words).error_line
        assert told in line, (words, line)
        assert line.endswith(f"; xem: {' '.join(('dondoc', *path))} --help\n")
        assert not ENGLISH.search(line.removesuffix(" --help\n")), line


def test_there_are_mistakes_of_every_kind() -> None:
    """The walk would be of no use if it met no option, choice or number."""
    told = [words for command in COMMANDS.values() for _, words in _mistakes(command)]
    for words in ("còn thiếu ", "chỉ nhận: ", "cần số nguyên", "không đi kèm giá trị", "thừa 'thừa'"):
        assert words in told
    assert len(LEAVES) > 60


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("tasks", "--due-within", "9999"), "--due-within không dùng được, cần số nguyên từ 0 đến 3660"),
        (("tasks", "--plam", "x"), "không có tùy chọn --plam; gần giống: --plan"),
        (("task", "decide", "1"), "còn thiếu --approve hoặc --refuse"),
        (("criteria", "declare", "p", "2026", "m", "maybe"), "chỉ nhận: yes, no, not-assigned"),
    ],
)  # fmt: skip
def test_a_mistake_says_what_would_do(dondoc: Run, words: Path, told: str) -> None:
    assert told in dondoc(*words).error_line


def test_the_version_is_told_in_vietnamese(dondoc: Run) -> None:
    assert re.fullmatch(r"dondoc, phiên bản \S+\n", dondoc("--version").out)
