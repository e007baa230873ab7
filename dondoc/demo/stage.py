"""The demo's stage: one folder with a database, a mail server, a site of documents and pages; and Prefect."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from config.settings import Settings
from dondoc.demo.evidence_site import EvidenceSite, evidence_site
from dondoc.demo.mail_sink import MailSink, mail_sink
from dondoc.pages import pages
from dondoc.prefect_services import FlowRunner, PrefectServer
from dondoc.services import LOOPBACK, listening_socket
from models.database import make_engine, migrate
from web.app import make_app


@dataclass(frozen=True)
class Stage:
    """What the story is played on; all of it stops when the stage is left."""

    folder: Path
    settings: Settings
    engine: Engine
    mails: MailSink
    site: EvidenceSite
    pages: threading.Thread


@contextmanager
def stage(folder: Path) -> Iterator[Stage]:
    """Put up the stage in `folder`, on free ports of this machine."""
    with ExitStack() as stack:
        url = f"sqlite:///{folder / 'dondoc.db'}"
        engine = make_engine(url)
        stack.callback(engine.dispose)
        migrate(engine)
        mails, mail_port = stack.enter_context(mail_sink(folder / "thu"))
        site = stack.enter_context(evidence_site(folder / "minh-chung"))
        entrance = stack.enter_context(listening_socket(LOOPBACK, 0, "--data"))
        settings = Settings(
            _env_file=None,
            environment="development",
            database_url=url,
            smtp_host=LOOPBACK,
            smtp_port=mail_port,
            smtp_user="",
            smtp_tls="none",
            mail_from="Đôn Đốc <nhacviec@binhminh.example>",
            base_url=f"http://{LOOPBACK}:{entrance.getsockname()[1]}",
        )
        thread = stack.enter_context(pages(make_app(engine, settings), entrance))
        yield Stage(folder, settings, engine, mails, site, thread)


def flow_settings(place: Stage) -> dict[str, str]:
    """What the flows must know of the stage."""
    return {
        "DONDOC_DATABASE_URL": place.settings.database_url,
        "DONDOC_EVIDENCE_HOSTS": LOOPBACK,
        "DONDOC_REPORTS": str(place.folder / "bao-cao"),
    }


@contextmanager
def prefect(place: Stage, say: Callable[[str], None]) -> Iterator[tuple[PrefectServer, FlowRunner]]:
    """Start Prefect's server and the runner of our flows beside the stage; `say` hears of each step.

    Raises:
        DondocError: one of them does not come up.
    """
    folder = place.folder / "prefect"
    say("Đang khởi động máy chủ Prefect (khoảng 15 giây) …")
    with PrefectServer(folder) as server:
        say("Đang đăng ký bốn quy trình …")
        with FlowRunner(folder, server.api, flow_settings(place)) as runner:
            yield server, runner
