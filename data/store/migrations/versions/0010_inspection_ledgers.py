"""Keep what ledgers of inspections say: their numbers, the last day, the signature"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ADDED = (
    ("ended_day", sa.Integer()),
    ("code", sa.String(length=64)),
    ("signed", sa.Boolean()),
    ("refusal", sa.String(length=200)),
    ("remark", sa.Text()),
)


def upgrade() -> None:
    for name, kind in _ADDED:
        op.add_column("inspection", sa.Column(name, kind, nullable=True))
    for name in ("code", "doc_no"):
        op.create_index(f"ix_inspection_{name}", "inspection", ["county", name])


def downgrade() -> None:
    for name in ("doc_no", "code"):
        op.drop_index(f"ix_inspection_{name}", table_name="inspection")
    for name, _kind in reversed(_ADDED):
        op.drop_column("inspection", name)
