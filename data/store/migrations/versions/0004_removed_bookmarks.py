"""Remember who removed a bookmark, and when"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("bookmark", sa.Column("removed_by", sa.String(length=200), nullable=True))
    op.add_column("bookmark", sa.Column("removed_at", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("bookmark", "removed_at")
    op.drop_column("bookmark", "removed_by")
