"""Whose a task is: the one place where its owner (người phụ trách) changes."""

from models import Task


def give(task: Task, owner_id: int | None) -> None:
    """Make that person the owner; each change is a new version, so that they are told, a second time too."""
    if task.owner_id != owner_id:
        task.owner_id = owner_id
        task.given_version += 1
