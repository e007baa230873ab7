"""`dondoc init`: the database, made or brought up to date."""

import click

from config.settings import load_settings
from models.database import make_engine, migrate


@click.command
def command() -> None:
    """Tạo cơ sở dữ liệu, hoặc nâng cấp cơ sở dữ liệu đã có."""
    engine = make_engine(load_settings().database_url)
    migrate(engine)
    click.echo(f"Cơ sở dữ liệu đã sẵn sàng: {engine.url.render_as_string(hide_password=True)}")
