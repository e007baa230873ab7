"""Checksums over frozen data (bản chốt số liệu), so that a later change is seen."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def checksum(value: Any) -> str:
    """SHA-256 over the canonical JSON of `value`: keys sorted, no white space, UTF-8."""
    return hashlib.sha256(CANONICAL.encode(value).encode()).hexdigest()


def sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """`content`, which is JSON, together with its own `checksum`."""
    return {**content, "checksum": checksum(content)}


def sealed_pieces(
    before: Mapping[str, Any],
    name: str,
    batches: Iterable[Sequence[Any]],
    after: Callable[[], Mapping[str, Any]],
) -> Iterator[str]:
    """The text of `json.dumps(sealed({**before, name: rows, **after()}))`, never all of it in memory.

    The rows come in `batches`, which are read once; `after` is called when they have been.

    Raises:
        ValueError: a name of `after` comes before `name` in the alphabet, in whose order the checksum goes.
    """
    early = {key: value for key, value in before.items() if key < name}
    late = {key: value for key, value in before.items() if key > name}
    digest = hashlib.sha256(_joined("{", _canonical(early), f'"{name}":[').encode())
    yield _joined("{", _plain(before), f'"{name}": [', comma=", ")
    comma = ""
    for batch in filter(None, batches):
        digest.update(f"{comma}{','.join(map(CANONICAL.encode, batch))}".encode())
        yield f"{comma and ', '}{', '.join(map(json.dumps, batch))}"
        comma = ","
    found = after()
    if min(found, default=name) < name:
        raise ValueError(f"what comes after {name} must stand behind it in the alphabet")
    digest.update(f"]{_joined(',', _canonical({**late, **found}))}}}".encode())
    yield f"], {_plain({**found, 'checksum': digest.hexdigest()})}}}"


def _canonical(members: Mapping[str, Any]) -> str:
    """The members of a JSON object without its braces, as the checksum takes them."""
    return CANONICAL.encode(members)[1:-1]


def _plain(members: Mapping[str, Any]) -> str:
    """The same as the database keeps them."""
    return json.dumps(members)[1:-1]


def _joined(start: str, *parts: str, comma: str = ",") -> str:
    """`parts` that say something, with commas between them, after `start`."""
    said = comma.join(filter(None, parts))
    return f"{start}{said}" if said else ""


def is_intact(frozen: Mapping[str, Any]) -> bool:
    """Whether nothing of what `sealed` gave was changed since."""
    content = {name: value for name, value in frozen.items() if name != "checksum"}
    return bool(frozen.get("checksum") == checksum(content))
