"""notices about criteria and documents

Revision: 0004, after 0003.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entry_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("evidence_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_notice_entry_id"), ["entry_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_evidence_id"), ["evidence_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_entry_id"), "review_entry", ["entry_id"], ["id"], ondelete="CASCADE"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_notice_evidence_id"), "evidence", ["evidence_id"], ["id"], ondelete="CASCADE"
        )


def downgrade() -> None:
    # Without the column nobody could tell what such a notice is about.
    op.execute("DELETE FROM notice WHERE kind = 'evidence' AND task_id IS NULL")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_notice_evidence_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_notice_entry_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_notice_evidence_id"))
        batch_op.drop_index(batch_op.f("ix_notice_entry_id"))
        batch_op.drop_column("evidence_id")
        batch_op.drop_column("entry_id")
