"""Rows that the database itself keeps from being changed."""

APPEND_ONLY = "articles_event"


def protect(connection):
    """Let rows of the log be added and read, and nothing else."""
    refusal = "the log is append-only"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER IF NOT EXISTS log_no_{verb.lower()} BEFORE {verb} ON {APPEND_ONLY}"
                    f" BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                )
        else:
            cursor.execute(
                "CREATE OR REPLACE FUNCTION newsroom_append_only() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
            )
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER log_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {APPEND_ONLY}"
                " FOR EACH STATEMENT EXECUTE FUNCTION newsroom_append_only()"
            )


def unprotect(connection):
    """For a database that is being emptied whole: between tests."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS log_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS log_no_delete")
        else:
            cursor.execute(f"DROP TRIGGER IF EXISTS log_append_only ON {APPEND_ONLY}")
