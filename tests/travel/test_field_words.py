from travel.field_words import LABELS
from travel.imports.fields import FIELDS


def test_every_field_can_be_chosen_for_a_column() -> None:
    assert set(LABELS) == set(FIELDS)
