"""Keep accidents as streams of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accident",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("no", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("object_id", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=200), nullable=True),
        sa.Column("sector", sa.String(length=40), nullable=True),
        sa.Column("industry", sa.String(length=200), nullable=True),
        sa.Column("occurred_day", sa.Integer(), nullable=False),
        sa.Column("occurred_time", sa.String(length=40), nullable=True),
        sa.Column("reported_day", sa.Integer(), nullable=True),
        sa.Column("reported_time", sa.String(length=40), nullable=True),
        sa.Column("town", sa.String(length=40), nullable=True),
        sa.Column("town_source", sa.String(length=40), nullable=True),
        sa.Column("village", sa.String(length=40), nullable=True),
        sa.Column("cell", sa.String(length=40), nullable=True),
        sa.Column("park", sa.String(length=40), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("place_quality", sa.SmallInteger(), nullable=False),
        sa.Column("morton", sa.BigInteger(), nullable=True),
        sa.Column("type", sa.String(length=40), nullable=True),
        sa.Column("deaths", sa.Integer(), nullable=True),
        sa.Column("missing", sa.Integer(), nullable=True),
        sa.Column("serious", sa.Integer(), nullable=True),
        sa.Column("minor", sa.Integer(), nullable=True),
        sa.Column("loss_fen", sa.BigInteger(), nullable=True),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("stated_level", sa.String(length=40), nullable=True),
        sa.Column("is_liability", sa.Boolean(), nullable=True),
        sa.Column("is_production", sa.Boolean(), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("course", sa.Text(), nullable=True),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county", "no", name=op.f("pk_accident")),
    )
    for name in ("object_id", "occurred_day", "code", "change"):
        op.create_index(f"ix_accident_{name}", "accident", ["county", name])


def downgrade() -> None:
    for name in ("change", "code", "occurred_day", "object_id"):
        op.drop_index(f"ix_accident_{name}", table_name="accident")
    op.drop_table("accident")
