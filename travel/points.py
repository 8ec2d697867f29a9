"""Places without a code: the name under which an officer gave their coordinates."""

from collections.abc import Iterable, Mapping

from travel.emissions.places import point_key
from travel.models import Answer


def point_names(keys: Iterable[str]) -> Mapping[str, str]:
    """The names of those keys of legs ("6.79000,33.13000") that were given as an answer; the latest counts."""
    wanted = {key for key in keys if "," in key}
    if not wanted:
        return {}
    answers = Answer.objects.filter(key__startswith="place:", value__contains=",").order_by("answered_at", "pk")
    found = {point_key(value): subject for subject, value in answers.values_list("subject", "value")}
    return {key: name for key, name in found.items() if key in wanted and name}
