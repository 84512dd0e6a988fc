"""Keep numbered papers as streams of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("no", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("hazard_no", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("issued_day", sa.Integer(), nullable=True),
        sa.Column("docx", sa.String(length=64), nullable=True),
        sa.Column("pdf", sa.String(length=64), nullable=True),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("org", sa.String(length=40), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county", "no", name=op.f("pk_paper")),
    )
    op.create_index("ix_paper_hazard_no", "paper", ["county", "hazard_no"])


def downgrade() -> None:
    op.drop_index("ix_paper_hazard_no", table_name="paper")
    op.drop_table("paper")
