"""Keep where and when a photo was taken"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attachment", sa.Column("taken", sa.String(length=40), nullable=True))
    op.add_column("attachment", sa.Column("taken_m", sa.Integer(), nullable=True))
    op.add_column("attachment", sa.Column("taken_at", sa.String(length=40), nullable=True))


def downgrade() -> None:
    for column in ("taken_at", "taken_m", "taken"):
        op.drop_column("attachment", column)
