"""The units that a document names where nothing else can stand: in its headings and labels.

They tell where a name ends before an order of which no word is known: "Văn phòng UBND lo hội trường".
"""

from tasks_registry.reading.folding import without_marks
from tasks_registry.reading.labels import split_labels
from tasks_registry.reading.outline import Section
from tasks_registry.reading.roles import Role
from tasks_registry.reading.unit_orders import ordered_units, run_in_units
from tasks_registry.reading.unit_words import goes_on_with_name, tokens_of
from tasks_registry.reading.units import heading_units, split_units, without_courtesy

_UNITS = (Role.LEAD, Role.UNITS, Role.COORDINATORS)
_FEWEST_BEYOND = 2  # words that a name takes too many where an order is taken for a part of it


def named_units(outline: Section) -> frozenset[str]:
    """The units that the headings and labels of a document name, as printed."""
    texts = [text for part in outline.walk() for text in (part.title, *(point.text for point in part.points))]
    named = [unit for text in texts for unit in heading_units(text) or run_in_units(text)[0]]
    labels = [label for text in texts for label in split_labels(text)[1] if label.role in _UNITS]
    return frozenset(named) | {unit for label in labels for unit in split_units(label.value)}


def ordered_by(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """The units that a paragraph orders, by its words, else by the `known` unit that opens it."""
    found = ordered_units(text)
    opening = _opening_unit(without_courtesy(text), known)
    if not opening or (found and not _goes_beyond(found, opening)):
        return found
    return (opening,)


def _opening_unit(text: str, known: frozenset[str]) -> str:
    """The longest known unit that opens `text`, with a word written small after it; "" for none."""
    plain = without_marks(text).lower()
    opening = [unit for unit in known if plain.startswith(f"{without_marks(unit).lower()} ")]
    longest = max(opening, key=len, default="")
    rest = tokens_of(text[len(longest) :])
    return text[: len(longest)] if rest and not goes_on_with_name(rest[0]) else ""


def _goes_beyond(found: tuple[str, ...], opening: str) -> bool:
    """Whether what was found is the opening unit with an order behind it."""
    words, own = (without_marks(name).lower().split() for name in (found[0], opening))
    return len(found) == 1 and words[: len(own)] == own and len(words) >= len(own) + _FEWEST_BEYOND
