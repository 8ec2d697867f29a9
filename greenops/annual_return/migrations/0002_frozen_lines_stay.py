"""Triggers in the database itself refuse to change or delete what was frozen, and what was signed.

They refuse as well that a version replaces another one than the version before it of the same return: restatements
are a line, never a circle or a fork.
"""

from django.db import migrations

FROZEN = ("annual_return_returnversion", "annual_return_frozenline")
SIGNATURE = "annual_return_signature"
# A signature can be withdrawn, once; what was signed, by whom and when, stays.
SIGNED = "annual_return_id, role, signed_by_id, signed_at, statement, lines_digest"

SQLITE_REFUSE = """
CREATE TRIGGER {name} BEFORE {verb} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{sentence}'); END
"""
POSTGRESQL_FUNCTION = """
CREATE FUNCTION annual_return_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '%', TG_ARGV[0]; END $$ LANGUAGE plpgsql
"""
POSTGRESQL_REFUSE = """
CREATE TRIGGER {name} BEFORE {verb} ON {table}
FOR EACH ROW {when} EXECUTE FUNCTION annual_return_refuse('{sentence}')
"""
VERSION = "annual_return_returnversion"
NOT_THE_NEXT = f"""
    NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM {VERSION} AS latest
        WHERE latest.id = NEW.replaces_id
            AND latest.annual_return_id = NEW.annual_return_id AND latest.number = NEW.number - 1)
"""
OUT_OF_LINE = "a version replaces the one before it of the same return"
SQLITE_IN_LINE = f"""
CREATE TRIGGER {VERSION}_in_line BEFORE INSERT ON {VERSION} WHEN {NOT_THE_NEXT}
BEGIN SELECT RAISE(ABORT, '{OUT_OF_LINE}'); END
"""
# The condition of a trigger may hold no subquery on PostgreSQL, so that it stands in the function.
POSTGRESQL_IN_LINE = f"""
CREATE FUNCTION annual_return_in_line() RETURNS trigger AS $$
BEGIN IF {NOT_THE_NEXT} THEN RAISE EXCEPTION '{OUT_OF_LINE}'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql;
CREATE TRIGGER {VERSION}_in_line BEFORE INSERT ON {VERSION}
FOR EACH ROW EXECUTE FUNCTION annual_return_in_line();
"""
TRIGGERS = (
    *(
        (f"{table}_no_{verb.lower()}", verb, table, "", "what was frozen stays as it is: restate it")
        for table in FROZEN
        for verb in ("UPDATE", "DELETE")
    ),
    (f"{SIGNATURE}_no_delete", "DELETE", SIGNATURE, "", "signatures stay: withdraw it"),
    (f"{SIGNATURE}_signed_stays", f"UPDATE OF {SIGNED}", SIGNATURE, "", "signatures stay: withdraw it"),
    (
        f"{SIGNATURE}_withdrawn_once",
        "UPDATE",
        SIGNATURE,
        "WHEN (OLD.withdrawn_at IS NOT NULL)",
        "this signature is withdrawn already",
    ),
)


def forwards(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    if on_postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
    template = POSTGRESQL_REFUSE if on_postgresql else SQLITE_REFUSE
    for name, verb, table, when, sentence in TRIGGERS:
        statement = template.format(name=name, verb=verb, table=table, when=when, sentence=sentence)
        schema_editor.execute(statement, params=None)
    schema_editor.execute(POSTGRESQL_IN_LINE if on_postgresql else SQLITE_IN_LINE, params=None)


def backwards(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    placed = [(name, table) for name, _verb, table, _when, _sentence in TRIGGERS]
    for name, table in [*placed, (f"{VERSION}_in_line", VERSION)]:
        place = f" ON {table}" if on_postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {name}{place}", params=None)
    if on_postgresql:
        for name in ("annual_return_refuse", "annual_return_in_line"):
            schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("annual_return", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
