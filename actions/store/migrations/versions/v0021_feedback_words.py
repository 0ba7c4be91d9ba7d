"""Why an answer did not help, in columns of its own: the reason, and the customer's words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_REASONS = ("wrong", "unclear", "off-topic")
_FEEDBACK = sa.table("feedback", sa.column("facts", sa.Text), sa.column("reason", sa.String))


def upgrade() -> None:
    """Add the columns, and take the reasons out of the facts."""
    op.add_column("feedback", sa.Column("reason", sa.String(20)))
    op.add_column("feedback", sa.Column("words", sa.String(300)))
    facts = _FEEDBACK.c.facts
    for reason in _REASONS:
        end = f', "reason": "{reason}"}}'
        inside = sa.func.replace(sa.func.replace(facts, '{"facts": ', ""), end, "")
        op.execute(sa.update(_FEEDBACK).where(facts.like("{%" + end)).values(reason=reason, facts=inside))


def downgrade() -> None:
    """Put the reasons back among the facts; the words are lost."""
    facts = '{"facts": ' + _FEEDBACK.c.facts + ', "reason": "' + _FEEDBACK.c.reason + '"}'
    op.execute(sa.update(_FEEDBACK).where(_FEEDBACK.c.reason.isnot(None)).values(facts=facts))
    for column in ("words", "reason"):
        op.drop_column("feedback", column)
