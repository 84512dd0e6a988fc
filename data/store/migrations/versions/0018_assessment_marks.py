"""Keep what is entered for the assessment as streams of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment_mark",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("no", sa.String(length=64), nullable=False),
        sa.Column("applies_to", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day_about", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("told_day", sa.Integer(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county", "no", name=op.f("pk_assessment_mark")),
    )
    op.create_index("ix_assessment_mark_last_day_about", "assessment_mark", ["county", "last_day_about"])


def downgrade() -> None:
    op.drop_index("ix_assessment_mark_last_day_about", table_name="assessment_mark")
    op.drop_table("assessment_mark")
