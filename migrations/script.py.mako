"""
${message}.

Frozen history: plain operations and literal tables, never an import of the program.
To rebuild an SQLite table use op.batch_alter_table: foreign keys are off while migrations run and are
checked before the commit. Drop the views a changed table feeds first and make them again from a literal copy.
Images in `history` of a changed table are rewritten here as well.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """${message}."""
    ${upgrades if upgrades else "pass"}
