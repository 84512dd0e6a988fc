"""Let the database itself refuse to change or remove events and decisions"""

from alembic import op

from data.store.append_only import guard, unguard

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = ("event", "import_decision")


def upgrade() -> None:
    guard(op.get_bind(), *TABLES)


def downgrade() -> None:
    unguard(op.get_bind(), *TABLES)
