"""Keep inspections, attachments as streams of their own, and what an object was merged into"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # No verb ever wrote to the first table of attachments.
    op.drop_table("attachment")
    op.create_table(
        "attachment",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("of_kind", sa.String(length=12), nullable=False),
        sa.Column("of_id", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("org", sa.String(length=40), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county", "id", name=op.f("pk_attachment")),
    )
    op.create_index("ix_attachment_of", "attachment", ["county", "of_kind", "of_id"])
    op.create_table(
        "inspection",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("no", sa.String(length=64), nullable=False),
        sa.Column("object_id", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=40), nullable=False),
        sa.Column("org", sa.String(length=40), nullable=True),
        sa.Column("inspectors", sa.String(length=200), nullable=True),
        sa.Column("topic", sa.String(length=200), nullable=True),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("doc_no", sa.String(length=200), nullable=True),
        sa.Column("hazards", sa.Text(), nullable=True),
        sa.Column("town", sa.String(length=40), nullable=True),
        sa.Column("sector", sa.String(length=40), nullable=True),
        sa.Column("cell", sa.String(length=40), nullable=True),
        sa.Column("park", sa.String(length=40), nullable=True),
        sa.Column("batch", sa.String(length=40), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county", "no", name=op.f("pk_inspection")),
    )
    op.create_index("ix_inspection_object_id", "inspection", ["county", "object_id"])
    op.create_index("ix_inspection_day", "inspection", ["county", "day"])
    op.create_index("ix_inspection_change", "inspection", ["county", "change"])
    op.add_column("supervised_object", sa.Column("merged_into", sa.String(length=64), nullable=True))
    op.create_index("ix_supervised_object_merged_into", "supervised_object", ["county", "merged_into"])


def downgrade() -> None:
    op.drop_index("ix_supervised_object_merged_into", table_name="supervised_object")
    op.drop_column("supervised_object", "merged_into")
    op.drop_index("ix_inspection_change", table_name="inspection")
    op.drop_index("ix_inspection_day", table_name="inspection")
    op.drop_index("ix_inspection_object_id", table_name="inspection")
    op.drop_table("inspection")
    op.drop_index("ix_attachment_of", table_name="attachment")
    op.drop_table("attachment")
    op.create_table(
        "attachment",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("county", "sha256", "kind", "id", name=op.f("pk_attachment")),
    )
