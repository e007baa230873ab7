"""The outbox: claiming notices for a while, and saying what became of them.

A claim is a row's own business: a conditional UPDATE with a lease, so that several senders never hold the
same notice, and what a sender left behind when it died goes out when the lease has run out. Claims are
taken person by person, because a person's notices make one mail. Sending itself happens outside of any
transaction.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    String,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlmodel import Session

from models import NoticeState
from notifications.ladders import load_ladders
from notifications.outdated import FREE, cancel_outdated
from notifications.preferences import held_back
from notifications.tables import notice, person, run

PEOPLE_AT_A_TIME: Final = 25  # leaders and coordinators of a city have thousands of notices each
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
ERROR_LENGTH: Final = 500
AFTER_ADDRESS: Final = ": "  # in the error of what failed: the address that was refused, then why


def claim(
    session: Session,
    *,
    token: str,
    as_of: date,
    now: datetime,
    lease: timedelta,
    after: int = 0,
    people: int | None = PEOPLE_AT_A_TIME,
    patient: bool = False,
) -> int | None:
    """Take, under `token`, what is to be sent up to `as_of` to the next `people` numbered above `after`.

    Nobody else can take it before `lease` is over, so whatever is sent must have arrived by then. What nobody
    needs to hear any more is cancelled on the way; what a person does not wish to hear yet waits. `patient`
    leaves what failed a while ago to its next try.
    Returns the number of the last person, from where to go on; None where nobody is left.
    """
    takeable = free(session, as_of, now, patient=patient)
    next_people = (
        select(person.c.id)
        .where(person.c.id > after, exists().where(notice.c.person_id == person.c.id, takeable))
        .order_by(person.c.id)
        .limit(people)
        .with_for_update(skip_locked=True, key_share=True)  # PostgreSQL: other senders take other people
    )
    found = run(session, next_people).scalars().all()
    if not found:
        return None
    claimed = {"state": NoticeState.CLAIMED, "claimed_by": token, "lease_until": now + lease}
    named = {"message_id": func.coalesce(notice.c.message_id, _name(as_of, token))}
    theirs = select(notice.c.id).where(notice.c.person_id.in_(found), takeable)
    # In the order in which they were written: whoever finds at this moment that they are written already
    # holds them one by one in that order, and neither waits for the other in a ring.
    in_order = theirs.order_by(notice.c.id).with_for_update()
    run(session, update(notice).where(notice.c.id.in_(in_order)).values(claimed | named))
    cancel_outdated(session, _held(token), load_ladders(session))
    last: int = found[-1]
    return last


def free(session: Session, as_of: date, now: datetime, *, patient: bool) -> ColumnElement[bool]:
    """Whether a notice may be taken: due up to `as_of`, held by nobody, wished for by its person."""
    waiting = notice.c.state == NoticeState.PENDING
    if patient:
        waiting = and_(waiting, notice.c.next_try_at <= now)
    left_behind = and_(notice.c.state == NoticeState.CLAIMED, notice.c.lease_until < now)
    return and_(or_(waiting, left_behind), notice.c.due_day <= as_of, ~held_back(session, as_of))


def _held(token: str | BindParameter[str]) -> Callable[[FromClause], ColumnElement[bool]]:
    """By `token`, as a condition on the outbox under any name."""
    return lambda of: and_(of.c.state == NoticeState.CLAIMED, of.c.claimed_by == token)


def _name(day: date, token: str) -> ColumnElement[str]:
    """The name of a person's mail, kept for every try (`message_id`, left part).

    It ends in the claim that gave it, by which `release` knows that nobody has tried the mail before.
    """
    return cast(notice.c.person_id, String) + f".{day:%Y%m%d}.{token}"


def mark_sent(session: Session, token: str, message_id: str, *, now: datetime) -> None:
    """The mail server has taken the mail. Nothing happens to notices that another sender holds by now."""
    run(session, _SENT, {**_mail(token, message_id), "now": now})


def mark_failed(session: Session, token: str, message_id: str, *, address: str, error: str) -> None:
    """The mail will never be taken for `address`: no further try, until its person has another."""
    _settle(
        session,
        token,
        message_id,
        state=NoticeState.FAILED,
        last_error=f"{address}{AFTER_ADDRESS}{error}"[:ERROR_LENGTH],
    )


def try_new_addresses(session: Session, *, now: datetime) -> int:
    """What failed for an address that its person no longer has waits again; how many notices that were."""
    prefix = person.c.email + AFTER_ADDRESS
    moved = exists().where(
        person.c.id == notice.c.person_id,
        func.substr(notice.c.last_error, 1, func.length(prefix)) != prefix,
    )
    return try_again(session, moved, now=now)


def try_again(session: Session, which: ColumnElement[bool], *, now: datetime) -> int:
    """`which` of the notices that failed for good wait again, as if never tried; how many that were."""
    anew = {"state": NoticeState.PENDING, "attempts": 0, "next_try_at": now, "message_id": None}
    failed = update(notice).where(notice.c.state == NoticeState.FAILED, which)
    count: int = run(session, failed.values(last_error=None, **anew)).rowcount
    return count


def put_back(
    session: Session, token: str, message_id: str, *, error: str, now: datetime, maybe_sent: bool
) -> None:
    """Try again later, each time after twice the wait.

    A mail that the server may have taken keeps its name and its notices, so that a second copy is known by
    its Message-ID; one that was surely not taken may be joined by newer notices.
    """
    tries = run(session, select(func.max(notice.c.attempts)).where(_MINE), _mail(token, message_id))
    next_try_at = now + wait(tries.scalar() or 0)
    back = {"last_error": error[:ERROR_LENGTH], "next_try_at": next_try_at}
    forgotten = {} if maybe_sent else {"message_id": None}
    _settle(session, token, message_id, state=NoticeState.PENDING, **back, **forgotten)


def wait(tries: int) -> timedelta:
    """How long to wait when one more try has failed after `tries` earlier ones."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(tries, 10)
    return min(doubled, LONGEST_WAIT)


def whose(message_id: str) -> int:
    """The number of the person to whom the mail of that name goes."""
    return int(message_id.partition(".")[0])


def _mail(token: str, message_id: str) -> dict[str, object]:
    return {"token": token, "whose": whose(message_id), "name": message_id}


# The person has an index, the name of the mail has none.
_MINE: Final = and_(
    _held(bindparam("token"))(notice),
    notice.c.person_id == bindparam("whose"),
    notice.c.message_id == bindparam("name"),
)
_TRIED: Final = {"attempts": notice.c.attempts + 1, **FREE}
_AS_SENT: Final[dict[str, object]] = {
    "state": NoticeState.SENT,
    "sent_at": bindparam("now"),
    "last_error": None,
}
# Built once: it is run for every mail, and to build it takes longer than to run it.
_SENT: Final = update(notice).where(_MINE).values(_TRIED | _AS_SENT)


def _settle(session: Session, token: str, message_id: str, /, **values: object) -> None:
    run(session, update(notice).where(_MINE).values(_TRIED | values), _mail(token, message_id))


def release(session: Session, token: str) -> None:
    """Give back what was claimed and not tried.

    A mail that an earlier claim named may be out: it keeps its name, and stays apart from newer notices.
    """
    named_here = notice.c.message_id.endswith(f".{token}", autoescape=True)
    name = case((named_here, None), else_=notice.c.message_id)
    free = {"state": NoticeState.PENDING, "message_id": name, **FREE}
    run(session, update(notice).where(_held(token)(notice)).values(free))
