"""Year and month of a date in the database's own words: Django's on SQLite call Python for every row."""

from typing import Any

from django.db.models import Func, IntegerField


class _DatePart(Func):
    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        # Dates are kept as ISO text: the part stands at a fixed place.
        start, length = self.place
        template = f"CAST(substr(%(expressions)s, {start}, {length}) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)

    place = (1, 4)


class YearOf(_DatePart):
    template = "EXTRACT(YEAR FROM %(expressions)s)::integer"
    place = (1, 4)


class MonthOf(_DatePart):
    template = "EXTRACT(MONTH FROM %(expressions)s)::integer"
    place = (6, 2)
