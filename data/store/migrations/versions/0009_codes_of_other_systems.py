"""Keep the number that a hazard has in the system it came from"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("hazard", sa.Column("ext_code", sa.String(length=64), nullable=True))
    op.create_index("ix_hazard_ext_code", "hazard", ["county", "ext_code"])


def downgrade() -> None:
    op.drop_index("ix_hazard_ext_code", table_name="hazard")
    op.drop_column("hazard", "ext_code")
