"""The nouns, one file each, and the database they live in. Importing the package knows them all."""

from models.audit import AuditEntry
from models.calendar import CalendarDay
from models.criteria import CriteriaSet, Criterion, CriterionItem
from models.escalation import Explanation, LadderOverride
from models.evidence import Evidence, EvidenceUse
from models.heartbeat import Heartbeat
from models.notice import Notice, NoticeKind, NoticeState
from models.plan import Item, ItemKind, Plan, Target
from models.report_period import ReportPeriod
from models.review import (
    EntryState,
    ReviewEntry,
    ReviewRound,
    RoundKind,
    RoundStage,
    Score,
    SheetStage,
    UnitSheet,
)
from models.task import Extension, ExtensionState, Task, TaskCoordinator, TaskEvent, TaskState
from models.unit import Person, Role, Unit, UnitAlias, UnitGroup, UnitGroupMember

__all__ = [
    "AuditEntry",
    "CalendarDay",
    "CriteriaSet",
    "Criterion",
    "CriterionItem",
    "EntryState",
    "Evidence",
    "EvidenceUse",
    "Explanation",
    "Extension",
    "ExtensionState",
    "Heartbeat",
    "Item",
    "ItemKind",
    "LadderOverride",
    "Notice",
    "NoticeKind",
    "NoticeState",
    "Person",
    "Plan",
    "ReportPeriod",
    "ReviewEntry",
    "ReviewRound",
    "Role",
    "RoundKind",
    "RoundStage",
    "Score",
    "SheetStage",
    "Target",
    "Task",
    "TaskCoordinator",
    "TaskEvent",
    "TaskState",
    "Unit",
    "UnitAlias",
    "UnitGroup",
    "UnitGroupMember",
    "UnitSheet",
]
