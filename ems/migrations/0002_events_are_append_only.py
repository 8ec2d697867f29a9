"""A trigger in the database itself refuses to change or delete an event."""

from django.db import migrations

SQLITE = """
CREATE TRIGGER ems_event_no_{verb} BEFORE {verb} ON ems_event
BEGIN SELECT RAISE(ABORT, 'events are append-only'); END
"""
POSTGRESQL = """
CREATE FUNCTION ems_event_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'events are append-only'; END $$ LANGUAGE plpgsql;
CREATE TRIGGER ems_event_append_only BEFORE UPDATE OR DELETE ON ems_event
FOR EACH ROW EXECUTE FUNCTION ems_event_refuse();
"""


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
    else:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(SQLITE.format(verb=verb), params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER ems_event_append_only ON ems_event", params=None)
        schema_editor.execute("DROP FUNCTION ems_event_refuse()", params=None)
    else:
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER ems_event_no_{verb}", params=None)


class Migration(migrations.Migration):
    dependencies = [("ems", "0001_initial")]

    operations = [migrations.RunPython(forwards, backwards)]
