"""Rows that the database itself keeps from being changed."""

# The log; what was taken from readers; who agreed to what.
APPEND_ONLY = ("articles_event", "media_receipt", "media_signoff")


def protect(connection):
    """Let rows of these tables be added and read, and nothing else."""
    refusal = "the log is append-only"
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION newsroom_append_only() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
            )
        for table in APPEND_ONLY:
            if table not in present:
                continue
            if connection.vendor == "sqlite":
                for verb in ("UPDATE", "DELETE"):
                    cursor.execute(
                        f"CREATE TRIGGER IF NOT EXISTS {_name(table)}_no_{verb.lower()} BEFORE {verb} ON {table}"
                        f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                    )
            else:
                cursor.execute(
                    f"CREATE OR REPLACE TRIGGER {_name(table)}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
                    " FOR EACH STATEMENT EXECUTE FUNCTION newsroom_append_only()"
                )


def unprotect(connection):
    """For a database that is being emptied whole: between tests."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in APPEND_ONLY:
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table)}_no_update")
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table)}_no_delete")
            elif table in present:
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table)}_append_only ON {table}")


def _name(table):
    return "log" if table == "articles_event" else table
