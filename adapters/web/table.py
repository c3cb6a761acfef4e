"""Rows as CSV that a spreadsheet opens without running anything."""

import csv
import io
from collections.abc import Sequence

from bot.packs.formulas import defuse


def csv_text(rows: Sequence[Sequence[str | int | float]]) -> str:
    """Write rows as RFC 4180 has them."""
    written = io.StringIO()
    csv.writer(written).writerows([defuse(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return written.getvalue()
