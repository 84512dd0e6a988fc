"""Keep imports under way, held rows with the decisions about them, and other names of an object"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "import_begun",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("begun", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("org", sa.String(length=40), nullable=False),
        sa.Column("host", sa.String(length=200), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("process", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("county", "begun", name=op.f("pk_import_begun")),
    )
    op.create_table(
        "import_held",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("held", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file", sa.String(length=200), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=64), nullable=True),
        sa.Column("town", sa.String(length=40), nullable=True),
        sa.Column("other_kind", sa.String(length=40), nullable=True),
        sa.Column("other", sa.String(length=64), nullable=True),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("org", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("county", "held", name=op.f("pk_import_held")),
    )
    op.create_index("ix_import_held_state", "import_held", ["county", "state", "at"])
    op.create_index("ix_import_held_batch", "import_held", ["batch"])
    op.create_table(
        "import_decision",
        sa.Column("county", sa.String(length=12), nullable=False),
        sa.Column("held", sa.String(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=True),
        sa.Column("town", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("batch", sa.String(length=64), nullable=True),
        sa.Column("made", sa.String(length=64), nullable=True),
        sa.Column("is_twin", sa.Boolean(), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("org", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("county", "held", "seq", name=op.f("pk_import_decision")),
    )
    op.create_index("ix_import_decision_batch", "import_decision", ["batch"])
    op.add_column("supervised_object", sa.Column("aliases", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("supervised_object", "aliases")
    op.drop_table("import_decision")
    op.drop_table("import_held")
    op.drop_table("import_begun")
