"""Words of a file that no table gives a meaning: they count as unknown, and are listed to be given one."""

import numpy as np

from travel.imports.folding import fold, is_empty
from travel.imports.frames import Judged
from travel.imports.grid import one_of
from travel.imports.vocabulary import words

# Field -> its table. Of events and cost centres only a source with a table of its own says that one is missing.
_FIELDS = {
    "traveller_type": "traveller_types", "traveller_category": "traveller_categories", "payer": "payers",
    "purpose": "purposes", "event": "events", "cost_centre": "cost_centres",
}  # fmt: skip
OWN_TABLES = frozenset(["events", "cost_centres"])


def unmapped_words(judged: Judged) -> dict[str, dict[str, int]]:
    """Field -> text -> on how many rows that count or wait, the most frequent first; never one that names a person."""
    rows = judged.rows
    counting = one_of(judged.verdict, ("flight", "ask"))
    found: dict[str, dict[str, int]] = {}
    for field, table in _FIELDS.items():
        own = rows.profile.tables.get(table, {})
        if field not in rows.matched or (table in OWN_TABLES and not own):
            continue
        known = own if table in OWN_TABLES else {**words(table), **own}
        column = rows.column(field)
        counts = np.bincount(column.codes[counting], minlength=len(column.uniques))
        said = {
            text: int(count)
            for text, count in zip(column.uniques, counts.tolist(), strict=True)
            if count and not is_empty(text) and fold(text) not in known and not rows.names_person(text)
        }
        if said:
            found[field] = dict(sorted(said.items(), key=lambda one: (-one[1], one[0])))
    return found
