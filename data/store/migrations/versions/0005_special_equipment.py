"""Keep special equipment as streams of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "special_equipment",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("reg_code", sa.String(length=64), nullable=False),
        sa.Column("object_id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
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
        sa.Column("use_cert_no", sa.String(length=200), nullable=True),
        sa.Column("inspected_day", sa.Integer(), nullable=True),
        sa.Column("due_day", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("in_96333", sa.Boolean(), nullable=True),
        sa.Column("code_96333", sa.String(length=40), nullable=True),
        sa.Column("is_key_place", sa.Boolean(), nullable=True),
        sa.Column("insured_day", sa.Integer(), nullable=True),
        sa.Column("maintainer", sa.String(length=200), nullable=True),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county", "reg_code", name=op.f("pk_special_equipment")),
    )
    op.create_index("ix_special_equipment_object_id", "special_equipment", ["county", "object_id"])
    op.create_index("ix_special_equipment_due_day", "special_equipment", ["county", "due_day"])
    op.create_index("ix_special_equipment_change", "special_equipment", ["county", "change"])


def downgrade() -> None:
    op.drop_index("ix_special_equipment_change", table_name="special_equipment")
    op.drop_index("ix_special_equipment_due_day", table_name="special_equipment")
    op.drop_index("ix_special_equipment_object_id", table_name="special_equipment")
    op.drop_table("special_equipment")
