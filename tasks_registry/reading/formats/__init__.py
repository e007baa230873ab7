"""Document formats → blocks: `load` reads a file of any supported format, told by its content."""

from tasks_registry.reading.formats.loading import load
from tasks_registry.reading.formats.places import LoadedDocument, Place

__all__ = ["LoadedDocument", "Place", "load"]
