"""Keep what is doubtful about a place, and findings of data quality that were looked at and are right"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("supervised_object", "hazard"):
        op.add_column(table, sa.Column("place_doubts", sa.String(length=200), nullable=True))
    op.create_table(
        "accepted_finding",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("finding", sa.String(length=40), nullable=False),
        sa.Column("of_kind", sa.String(length=12), nullable=False),
        sa.Column("of_id", sa.String(length=64), nullable=False),
        sa.Column("other_id", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("org", sa.String(length=40), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county", "id", name=op.f("pk_accepted_finding")),
    )
    op.create_index("ix_accepted_finding_of_id", "accepted_finding", ["county", "finding", "of_id"])


def downgrade() -> None:
    op.drop_index("ix_accepted_finding_of_id", table_name="accepted_finding")
    op.drop_table("accepted_finding")
    for table in ("hazard", "supervised_object"):
        op.drop_column(table, "place_doubts")
