"""YAML that a person wrote: its document, the lines where its parts stand, and where it is no YAML."""

import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from config.errors import DondocError, why_of

Place = tuple[int | str, ...]  # the way to a part of a document: fields, and indices of lists from 0

NOT_YAML = "không phải là YAML đúng"
UNCLOSED = "chưa đóng dấu nháy"
SAID: Mapping[str, str] = MappingProxyType(
    {
        "while parsing a flow": "chưa đóng ngoặc, hoặc thiếu dấu phẩy hay dấu nháy trong ngoặc",
        "while scanning a quoted": UNCLOSED,
        "could not find expected ':'": "thiếu dấu hai chấm sau tên trường",
        "found character '\\t'": "có ký tự Tab; thụt dòng bằng dấu cách",
        "mapping values are not allowed": "chữ có dấu hai chấm phải đặt trong dấu nháy, hoặc thụt dòng sai",
        "cannot start any token": "chữ bắt đầu bằng ký tự đặc biệt phải đặt trong dấu nháy",
        "undefined alias": "chữ bắt đầu bằng dấu * phải đặt trong dấu nháy",
        "could not determine a constructor": "chữ bắt đầu bằng dấu ! phải đặt trong dấu nháy",
        "expected <block end>": "thụt dòng sai, hoặc thừa chữ sau dấu nháy",
        "expected a single document": "tệp chỉ được có một phần, không có dòng ---",
    }
)
BEGAN_EARLIER = ("while parsing a flow", "while scanning a quoted", "while scanning a simple key")


class YamlLineError(Exception):
    """Text that is no YAML: on which line, from 1, and why in Vietnamese."""

    def __init__(self, line: int, why: str = "") -> None:
        super().__init__(f"{NOT_YAML}: {why}" if why else NOT_YAML)
        self.line = line


@dataclass(frozen=True)
class Repeated:
    """A field that stands twice in one mapping, where YAML would keep the last one without a word."""

    field: str
    line: int
    first_line: int


@dataclass(frozen=True)
class Written:
    """A document and its nodes, which know their lines; an empty text has none."""

    document: Any
    node: Node | None

    def line(self, place: Sequence[int | str]) -> int:
        """The line, from 1, of the part at `place`; of one that is missing, of what it is missing from."""
        node, line = self.node, 1
        for part in place:
            line = _start(node)
            if isinstance(node, MappingNode):
                pair = next((each for each in reversed(node.value) if each[0].value == str(part)), None)
                if pair is None:
                    return line
                line, node = _start(pair[0]), pair[1]
            elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
                node = node.value[part]
                line = _start(node)
        return line

    def repeated(self) -> Iterator[Repeated]:
        """Every field that stands twice, whatever refers to what holds it."""
        waiting, seen = [self.node], set[int]()
        while waiting:
            node = waiting.pop()
            if not isinstance(node, MappingNode | SequenceNode) or id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node, MappingNode):
                yield from _repeated(node)
            waiting += [pair[1] for pair in node.value] if isinstance(node, MappingNode) else node.value


class _Loader(yaml.SafeLoader):
    """What looks like a date or number and is none (2026-13-40) stays text, for the reader to tell."""


def _lenient(tag: str) -> None:
    usual = yaml.SafeLoader.yaml_constructors[tag]

    def construct(loader: yaml.SafeLoader, node: ScalarNode) -> Any:
        try:
            return usual(loader, node)
        except (ValueError, OverflowError):
            return node.value

    _Loader.add_constructor(tag, construct)


for _tag in ("timestamp", "int", "float"):
    _lenient(f"tag:yaml.org,2002:{_tag}")


def read_yaml(text: str) -> Written:
    """The document that `text` is.

    Raises:
        YamlLineError: it is no YAML.
    """
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        return Written(None if node is None else loader.construct_document(node), node)
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlLineError(line, "có ký tự lạ không in ra được") from None
    except yaml.MarkedYAMLError as error:
        raise YamlLineError(_line_of(error, text), _why(error, text)) from None
    except RecursionError:
        raise YamlLineError(1, "lồng nhau quá sâu") from None


def read_yaml_file(path: Path) -> Written:
    """The document in a file.

    Raises:
        DondocError: it cannot be read, is no text, or no YAML, with the line.
    """
    name = path.name or path
    try:
        return read_yaml(text_of(path))
    except OSError as error:
        raise DondocError(f"Không đọc được tệp {name}: {why_of(error)}.") from None
    except UnicodeDecodeError:
        raise DondocError(f"Tệp {name} không phải là chữ UTF-8; lưu lại dạng UTF-8.") from None
    except YamlLineError as error:
        raise DondocError(f"{name}, dòng {error.line}: {error}.") from None


def text_of(path: Path) -> str:
    """The text in a file; only in a regular one, because a pipe or a device may have no end.

    Raises:
        DondocError: it is no file.
        OSError: it cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    mode = path.stat().st_mode
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        raise DondocError(f"“{path.name}” không phải là tệp; hãy chọn một tệp.")
    return path.read_text(encoding="utf-8-sig")


def _start(node: Node | None) -> int:
    return node.start_mark.line + 1 if node is not None else 1


def _repeated(node: MappingNode) -> Iterator[Repeated]:
    first: dict[object, int] = {}
    for key, _ in node.value:
        if not isinstance(key, ScalarNode):
            continue
        if key.value in first:
            yield Repeated(key.value, _start(key), first[key.value])
        first.setdefault(key.value, _start(key))


def _line_of(error: yaml.MarkedYAMLError, text: str) -> int:
    """Where the mistake is, which is not always where the parser stumbled."""
    began = (error.context or "").startswith(BEGAN_EARLIER)
    mark = (error.context_mark if began else None) or error.problem_mark or error.context_mark
    return _open_quote(error, text) or (mark.line + 1 if mark else 1)


def _why(error: yaml.MarkedYAMLError, text: str) -> str:
    if _open_quote(error, text):
        return UNCLOSED
    said = f"{error.context or ''} {error.problem or ''}"
    return next((why for words, why in SAID.items() if words in said), "")


def _open_quote(error: yaml.MarkedYAMLError, text: str) -> int:
    """The line of a quote that ended only where a later one was to begin; 0 where there is none such."""
    if error.problem_mark is None or "<block end>" not in (error.problem or ""):
        return 0
    scalars = [token for token in _tokens(text, error.problem_mark.index) if token.style in ("'", '"')]
    last = scalars[-1] if scalars else None
    several = last is not None and last.start_mark.line < last.end_mark.line == error.problem_mark.line
    return last.start_mark.line + 1 if last is not None and several else 0


def _tokens(text: str, until: int) -> Iterator[yaml.ScalarToken]:
    """The scalars before a place of the text."""
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if token.start_mark.index >= until:
                return
            if isinstance(token, yaml.ScalarToken):
                yield token
    except yaml.YAMLError:
        return
