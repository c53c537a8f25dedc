"""One number: what changes for readers raises it, in the same transaction; what the desk does by itself does not."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from articles.models import Paper, Section, Tag
from newsroom import edition
from newsroom.models import Edition
from tests import given

pytestmark = pytest.mark.django_db


def number():
    return Edition.objects.get(pk=Edition.ROW).number


class Undone(Exception):
    pass


def test_every_table_that_readers_pages_are_made_from_raises_it():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT tbl_name, count(*) FROM sqlite_master "
                "WHERE type = 'trigger' AND name LIKE 'edition_%' GROUP BY tbl_name"
            )
            assert dict(cursor.fetchall()) == dict.fromkeys(edition.public_tables(), 3)
        else:
            cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'edition_%'")
            assert {name for (name,) in cursor.fetchall()} == set(edition.public_tables())


def test_a_section_renamed_in_a_database_shell_counts_too():
    section = given.a_section()
    before = number()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {Section._meta.db_table} SET name = 'Đời sống' WHERE id = %s", [section.pk])
    assert number() > before


def test_publishing_and_withdrawing_raise_it_and_writing_does_not():
    from articles import workflow

    chief = given.a_user("chief")
    article = given.a_story_in_review()
    before = number()
    given.edited(article, by=chief, headline="Cầu mới thông xe sáng nay")
    assert number() == before
    workflow.perform("publish", article, by=chief)
    published = number()
    assert published > before
    given.edited(article, by=chief, headline="Cầu mới chưa thông xe")
    assert number() == published
    workflow.perform("withdraw", article, by=chief, note="Sai tên cầu.")
    assert number() > published


def test_what_is_taken_back_takes_the_number_back_with_it():
    before = number()
    with pytest.raises(Undone), transaction.atomic():
        Tag.objects.create(name="bão")
        assert number() > before
        raise Undone
    assert number() == before


def test_a_number_never_comes_back_even_where_its_row_was_lost():
    before = number()
    Edition.objects.all().delete()
    Paper.objects.update_or_create(pk=1, defaults={"name": "Sớm Mai"})
    assert number() >= before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's own")
def test_replace_into_does_not_set_it_back():
    Paper.objects.update_or_create(pk=1, defaults={"name": "Sớm Mai"})
    Edition.objects.update(number=10**17)
    table = Paper._meta.db_table
    columns = ", ".join(field.column for field in Paper._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}")
    assert number() > 10**17


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_there_again_after_they_were_dropped_and_migrate_ran():
    from django.core.management import call_command

    table = Section._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER edition_{table}_update")
        else:
            cursor.execute(f"DROP TRIGGER edition_{table} ON {table}")
    call_command("migrate", verbosity=0)
    section = given.a_section()
    before = number()
    Section.objects.filter(pk=section.pk).update(name="Đời sống")
    assert number() > before


def test_no_desk_table_is_among_them():
    desk = {
        "Article",
        "Revision",
        "RevisionText",
        "Figure",
        "Event",
        "Byline",
        "ArticleTag",
        "Autosave",
        "Photo",
        "Rendition",
    }
    assert desk.isdisjoint(name.partition(".")[2] for name in edition.PUBLIC_MODELS)
    assert all(apps.get_model(name) for name in edition.PUBLIC_MODELS)
