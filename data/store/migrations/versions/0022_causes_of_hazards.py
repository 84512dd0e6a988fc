"""Keep the cause of a hazard"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hazard", sa.Column("cause_type", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("hazard") as table:
        table.drop_column("cause_type")
