"""Write the next migration from what models and tables differ in: `python -m migrations.new MESSAGE`."""

import sys
import tempfile
from pathlib import Path

from alembic import command

from models.database import MIGRATIONS, alembic_config, make_engine, migrate


def main(message: str) -> None:
    """Compare the models with a fresh database at the last revision and write the difference."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'new.db'}")
        migrate(engine)
        with engine.begin() as connection:
            config = alembic_config()
            config.attributes["connection"] = connection
            number = len(list((MIGRATIONS / "versions").glob("[0-9]*.py"))) + 1
            command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1])
