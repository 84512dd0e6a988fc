"""Let the database itself refuse to change or remove batches, and to replace decisions and batches"""

from alembic import op

from data.store.append_only import guard, unguard

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TABLES = ("import_decision", "import_batch")


def upgrade() -> None:
    unguard(op.get_bind(), *TABLES)  # decisions are guarded since 0015, but not against being replaced
    guard(op.get_bind(), *TABLES)


def downgrade() -> None:
    unguard(op.get_bind(), "import_batch")
