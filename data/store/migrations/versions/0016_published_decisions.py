"""Keep the day on which a penalty was made public"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("enforcement_case", sa.Column("published_day", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("enforcement_case", "published_day")
