"""Answering with a page."""

from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def page(request: Request, name: str, today: date, status: int = 200, **values: Any) -> Response:
    """The page, built while the session is still open."""
    templates: Jinja2Templates = request.app.state.templates
    context = {"today": today, **values}
    return templates.TemplateResponse(request, name, context, status_code=status, headers=HEADERS)
