"""How alembic meets the database: the program's connection, or for developers the one of ``ONEMAP_DATABASE_URL``."""

import os

from alembic import context
from sqlalchemy import Connection

from data.store.database import open_engine
from data.store.models import Base


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    with open_engine(os.environ["ONEMAP_DATABASE_URL"]).begin() as opened:
        migrate(opened)
