"""Checksums over frozen data (bản chốt số liệu), so that a later change is seen."""

import hashlib
import json
from typing import Any


def checksum(value: Any) -> str:
    """SHA-256 over the canonical JSON of `value`: keys sorted, no white space, UTF-8."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
