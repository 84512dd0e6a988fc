"""Keep responsible persons as streams of their own"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "responsible_person",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("no", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("org", sa.String(length=200), nullable=True),
        sa.Column("post", sa.String(length=200), nullable=True),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("duties", sa.Text(), nullable=True),
        sa.Column("from_day", sa.Integer(), nullable=True),
        sa.Column("to_day", sa.Integer(), nullable=True),
        sa.Column("object_id", sa.String(length=40), nullable=True),
        sa.Column("cell", sa.String(length=40), nullable=True),
        sa.Column("town", sa.String(length=40), nullable=True),
        sa.Column("told_day", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county", "no", name=op.f("pk_responsible_person")),
    )
    for name in ("name", "object_id", "cell", "town", "change"):
        op.create_index(f"ix_responsible_person_{name}", "responsible_person", ["county", name])


def downgrade() -> None:
    for name in ("change", "town", "cell", "object_id", "name"):
        op.drop_index(f"ix_responsible_person_{name}", table_name="responsible_person")
    op.drop_table("responsible_person")
