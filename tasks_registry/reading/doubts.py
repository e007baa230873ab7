"""Why an item may be misread, and how sure of it one can be: the one table of weights."""

from dataclasses import dataclass
from enum import Enum
from math import prod
from typing import NamedTuple


class _Kind(NamedTuple):
    weight: float
    words: str


class Reason(Enum):
    """Each reason with the share of confidence that it takes (0–1) and its words; {} is the detail.

    The weights are judgements: what a person must look up before a task can be given out weighs most,
    what only asks for a second look least. Two heavy ones together fall below 0.6.
    """

    NO_LEAD = _Kind(0.35, "chưa rõ đơn vị chủ trì")
    SCANNED = _Kind(0.3, "đọc từ bản quét, cần đối chiếu với bản gốc")
    DAMAGED = _Kind(0.25, "chữ mất dấu hoặc có ký tự lạ, có thể do quét: “{}”")
    ODD_UNIT = _Kind(0.2, "tên đơn vị dài bất thường hoặc lẫn lời giao việc: “{}”")
    GUESSED = _Kind(0.15, "tiêu đề hoặc nhãn không rõ chữ, phải đoán: “{}”")
    NO_DEADLINE = _Kind(0.15, "chưa có thời hạn")
    PERCENTS = _Kind(0.15, "{}")
    UNDATED = _Kind(0.1, "thời hạn không nêu ngày cụ thể: “{}”")
    JOINED = _Kind(0.05, "ghép từ hai phần bị ngắt trang, cần đọc lại xem đã liền mạch chưa")
    NUMBERED_TWICE = _Kind(0.03, "thuộc mục có số dùng hai lần: {}")
    DAY_OFF = _Kind(0.02, "hạn rơi vào {}")


@dataclass(frozen=True)
class Doubt:
    """One reason to look at an item again, with what it is about."""

    reason: Reason
    detail: str = ""

    @property
    def weight(self) -> float:
        """The share of confidence that it takes, between 0 and 1."""
        return self.reason.value.weight

    @property
    def words(self) -> str:
        """The doubt as a person reads it."""
        return self.reason.value.words.format(self.detail)


def confidence(doubts: tuple[Doubt, ...]) -> float:
    """How sure the reading of an item is: 1 without doubts, and each doubt leaves a share of the rest.

    The product of (1 - weight): whatever the order, one more doubt always lowers it, and it stays above 0.
    """
    return prod(1 - doubt.weight for doubt in doubts)
