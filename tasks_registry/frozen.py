"""Checksums over frozen data (bản chốt số liệu), so that a later change is seen."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def checksum(value: Any) -> str:
    """SHA-256 over the canonical JSON of `value`: keys sorted, no white space, UTF-8."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """`content`, which is JSON, together with its own `checksum`."""
    return {**content, "checksum": checksum(content)}


def is_intact(frozen: Mapping[str, Any]) -> bool:
    """Whether nothing of what `sealed` gave was changed since."""
    content = {name: value for name, value in frozen.items() if name != "checksum"}
    return bool(frozen.get("checksum") == checksum(content))
