"""Bringing the schema up to date when a library is opened."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, inspect

from core.catalogue.engine import APPLICATION_ID, pragma
from core.errors import StoreMismatchError

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parent / "migrations"
VERSIONS = MIGRATIONS / "versions"


def migration_scripts(versions: Sequence[Path] = (VERSIONS,)) -> ScriptDirectory:
    """The migrations this program knows, found in `versions`."""
    return ScriptDirectory(MIGRATIONS, version_locations=[str(folder) for folder in versions])


def latest_revision(scripts: ScriptDirectory | None = None) -> str:
    """The revision that this program writes."""
    return (scripts or migration_scripts()).get_current_head() or ""


def current_revision(connection: Connection) -> str | None:
    """The revision of the open file; None for a file without our tables."""
    return MigrationContext.configure(connection).get_current_revision()


def check_revision(connection: Connection, scripts: ScriptDirectory, file: Path) -> str | None:
    """The revision of the open file, if this program can read or upgrade it.

    Raises:
        StoreMismatchError: "catalogue.foreign" for another program's database, "catalogue.newer" for a schema that
            this version does not know.
    """
    application = pragma(connection, "application_id")
    found = current_revision(connection)
    if found is None:
        if application not in (0, APPLICATION_ID) or inspect(connection).get_table_names():
            raise StoreMismatchError("catalogue.foreign", path=file)
        return None
    if application != APPLICATION_ID:
        raise StoreMismatchError("catalogue.foreign", path=file)
    try:
        scripts.get_revision(found)
    except CommandError as exc:
        raise StoreMismatchError("catalogue.newer", path=file, found=found, known=latest_revision(scripts)) from exc
    return found


def upgrade(
    engine: Engine,
    file: Path,
    *,
    back_up: Callable[[str], None],
    versions: Sequence[Path] = (VERSIONS,),
) -> str:
    """Apply what is missing, each migration in one transaction, and say which revision the file then has.

    Args:
        engine: The writing engine of the catalogue.
        file: Its file, for messages.
        back_up: Called with the old revision before the first change, and only when there is data to lose.
        versions: Folders with the migration modules.

    Raises:
        StoreMismatchError: See `check_revision`.
    """
    scripts = migration_scripts(versions)
    head = latest_revision(scripts)
    with engine.begin() as connection:
        found = check_revision(connection, scripts, file)
        if found is None:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    if found == head:
        return head
    if found is not None:
        log.info("upgrading the catalogue from %s to %s", found, head)
        back_up(found)
    # No env.py is run: it would have to be importable code that only works inside Alembic, and it is where Alembic's
    # templates take over the root logger.
    with (
        engine.connect() as connection,
        EnvironmentContext(
            Config(), scripts, fn=lambda revision, _context: scripts._upgrade_revs(head, revision)
        ) as environment,
    ):
        environment.configure(connection=connection, transactional_ddl=True, transaction_per_migration=True)
        with environment.begin_transaction():
            environment.run_migrations()
    return head
