"""Read-only pages, so that the links in mails lead somewhere. There is no sign-in: this machine only."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from config import clock
from config.errors import DondocError
from config.settings import Settings, is_loopback
from models.database import transaction
from notifications.calendar_events import person_calendar
from notifications.metrics import CONTENT_TYPE, exposition
from notifications.pending import pending_count
from tasks_registry.days.working_days import load_calendar
from tasks_registry.plans.listings import count_tasks, find_plan, task_rows
from web.showing import HEADERS, page
from web.words import FILTERS
from web.years import year, years

HERE = Path(__file__).parent
ROWS_A_PAGE = 100
SOON_DAYS = 7


class _Number(IntegerConvertor):
    """A whole number of as many digits as anything here has; Python refuses to read thousands of them."""

    regex = "[0-9]{1,12}"


register_url_convertor("number", _Number())


def require_loopback(host: str) -> None:
    """Refuse to serve the pages to other machines while anyone who reaches them may read them.

    Raises:
        DondocError: `host` is not an address of this machine alone.
    """
    if not is_loopback(host):
        raise DondocError(
            f"Trang web chưa có đăng nhập nên chỉ mở trên máy này; dùng --host 127.0.0.1 thay cho {host}."
        )


def make_app(engine: Engine, settings: Settings) -> Starlette:
    """The pages over the database of `engine`; only this machine's names and `base_url` are answered."""
    hosts = ["127.0.0.1", "localhost", "[::1]", urlsplit(settings.base_url).hostname or ""]
    app = Starlette(
        routes=[
            Route("/", _home),
            Route("/nhiem-vu", _tasks),
            Route("/nhiem-vu/{task_id:number}", _task),
            Route("/danh-gia-nam", years),
            Route("/danh-gia-nam/{year:number}/{plan_id:number}", year),
            Route("/lich/{key}.ics", _calendar),
            Route("/suc-khoe", _health),
            Route("/metrics", _metrics),
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)],
        exception_handlers={HTTPException: _refused, DondocError: _unavailable, Exception: _broken},
    )
    app.state.engine = engine
    app.state.base_url = settings.base_url
    app.state.templates = Jinja2Templates(HERE / "templates")
    app.state.templates.env.filters.update(FILTERS)
    return app


def _home(request: Request) -> Response:
    today = clock.today()
    with transaction(request.app.state.engine) as session:
        late = task_rows(session, overdue=True, as_of=today, limit=ROWS_A_PAGE)
        soon = task_rows(session, due_within=SOON_DAYS, as_of=today)
        lists = [
            ("Quá hạn", count_tasks(session, overdue=True, as_of=today), late),
            (f"Đến hạn trong {SOON_DAYS} ngày tới", len(soon), soon[:ROWS_A_PAGE]),
        ]
        return page(request, "home.html", today, lists=lists, calendar=load_calendar(session))


def _tasks(request: Request) -> Response:
    today = clock.today()
    query = request.query_params
    with transaction(request.app.state.engine) as session:
        try:
            plan = find_plan(session, query["ke-hoach"]) if query.get("ke-hoach") else None
        except DondocError as error:
            raise HTTPException(404, str(error)) from None
        late = "qua-han" in query
        total = count_tasks(session, plan=plan, overdue=late, as_of=today)
        pages = max(1, -(-total // ROWS_A_PAGE))
        number = min(_whole(query.get("trang", "")), pages)
        start = (number - 1) * ROWS_A_PAGE
        rows = task_rows(session, plan=plan, overdue=late, as_of=today, limit=ROWS_A_PAGE, offset=start)
        return page(
            request,
            "tasks.html",
            today,
            rows=rows,
            total=total,
            plan=plan,
            late_only=late,
            number=number,
            pages=pages,
            calendar=load_calendar(session),
        )


def _whole(text: str) -> int:
    """The page number that was asked for; the first one where it is none."""
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1


def _task(request: Request) -> Response:
    today = clock.today()
    number = request.path_params["task_id"]
    with transaction(request.app.state.engine) as session:
        rows = task_rows(session, task_ids=[number], as_of=today) if number < 2**31 else []
        if not rows:
            raise HTTPException(404, f"Không có nhiệm vụ số {number}.")
        return page(request, "task.html", today, row=rows[0], calendar=load_calendar(session))


def _calendar(request: Request) -> Response:
    """Deadlines for whoever knows the secret key; a wrong one is a page that does not exist."""
    key, now = request.path_params["key"], clock.now()
    base_url: str = request.app.state.base_url
    with transaction(request.app.state.engine) as session:
        found = person_calendar(session, key, as_of=clock.local_day(now), now=now, base_url=base_url)
    if found is None:
        raise HTTPException(404)
    return Response(found, media_type="text/calendar", headers=HEADERS)


def _health(request: Request) -> Response:
    try:
        with transaction(request.app.state.engine) as session:
            return JSONResponse({"database": "ok", "notices_pending": pending_count(session)})
    except DondocError as error:
        return JSONResponse({"database": str(error), "notices_pending": None}, status_code=503)


def _metrics(request: Request) -> Response:
    with transaction(request.app.state.engine) as session:
        figures = exposition(session, now=clock.now())
    return Response(figures, media_type=CONTENT_TYPE, headers=HEADERS)


def _refused(request: Request, error: Any) -> Response:
    reasons: dict[int, Callable[[], str]] = {
        404: lambda: "Không có trang này." if error.detail == "Not Found" else str(error.detail),
        405: lambda: "Trang này chỉ để xem.",
    }
    text = reasons.get(error.status_code, lambda: str(error.detail))()
    return page(request, "error.html", clock.today(), error.status_code, text=text)


def _unavailable(request: Request, error: Exception) -> Response:
    return page(request, "error.html", clock.today(), 503, text=str(error))


def _broken(request: Request, error: Exception) -> Response:
    text = "Lỗi của chương trình; xem nhật ký của dondoc serve."
    return page(request, "error.html", clock.today(), 500, text=text)
