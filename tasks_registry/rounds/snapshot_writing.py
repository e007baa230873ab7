"""Frozen JSON of any size put into its row piece by piece: at no time is all of it in our memory."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sqlalchemy import Column, Integer, MetaData, Table, Text, insert, text
from sqlmodel import Session

from models import ReviewRound

_pieces = Table(
    "snapshot_piece",
    MetaData(),  # not one of ours: it lives as long as the writing does
    Column("place", Integer, primary_key=True),
    Column("words", Text, nullable=False),
    prefixes=["TEMPORARY"],
)
JOINED: Mapping[str, str] = MappingProxyType(
    {
        "postgresql": "SELECT CAST(string_agg(words, '' ORDER BY place) AS json) FROM snapshot_piece",
        "sqlite": "SELECT group_concat(words, '') FROM (SELECT words FROM snapshot_piece ORDER BY place)",
    }
)


def write_snapshot(session: Session, review: ReviewRound, pieces: Iterable[str]) -> None:
    """Keep as the snapshot of `review` the JSON whose text `pieces` give together, letter for letter."""
    session.flush()
    connection = session.connection()
    _pieces.create(connection)
    for place, words in enumerate(pieces):
        connection.execute(insert(_pieces), {"place": place, "words": words})
    joined = JOINED[connection.dialect.name]
    writing = text(f"UPDATE review_round SET snapshot = ({joined}) WHERE id = :id")  # noqa: S608  constants
    connection.execute(writing, {"id": review.id})
    _pieces.drop(connection)
    session.expire(review, ["snapshot"])
