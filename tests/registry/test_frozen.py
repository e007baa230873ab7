"""Frozen JSON written in pieces is letter for letter what it would be written at once, seal and all."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.frozen import is_intact, sealed, sealed_pieces

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
VALUES = st.recursive(LEAVES, lambda some: st.lists(some, max_size=3) | st.dictionaries(st.text(), some))


@given(
    st.dictionaries(st.sampled_from("abcdefgwxyz"), VALUES),
    st.lists(st.lists(VALUES, max_size=4), max_size=4),
    st.dictionaries(st.sampled_from("nopq"), VALUES),
)
def test_pieces_are_what_would_be_written_at_once(
    before: dict[str, Any], batches: list[list[Any]], after: dict[str, Any]
) -> None:
    read: list[int] = []

    def reading() -> Any:
        for batch in batches:
            read.append(len(batch))
            yield batch

    def counted() -> dict[str, Any]:
        assert len(read) == len(batches), "asked for only when all rows have passed"
        return after

    text = "".join(sealed_pieces(before, "m", reading(), counted))
    whole = sealed({**before, "m": [row for batch in batches for row in batch], **after})
    assert text == json.dumps(whole)
    assert is_intact(json.loads(text))


def test_what_the_checksum_would_take_in_another_order_is_refused() -> None:
    with pytest.raises(ValueError, match="alphabet"):
        list(sealed_pieces({}, "m", [], lambda: {"a": 1}))
