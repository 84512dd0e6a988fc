"""Keep what a listing orders: notice, supervisor, due day"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("listing", sa.Column("stage_day", sa.Integer(), nullable=True))
    op.add_column("listing", sa.Column("notice_no", sa.String(length=200), nullable=True))
    op.add_column("listing", sa.Column("org", sa.String(length=40), nullable=True))
    op.add_column("listing", sa.Column("due_day", sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in ("due_day", "org", "notice_no", "stage_day"):
        op.drop_column("listing", name)
