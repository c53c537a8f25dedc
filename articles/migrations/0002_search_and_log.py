"""Before: no search index, and a log that could be changed. After: both as the models promise. Safe: nothing is there yet.

Backwards drops the index and the guard.
"""

from django.db import migrations

from articles.models import guard
from newsroom import fulltext


def forwards(apps, schema_editor):
    fulltext.create("stories")
    guard.protect(schema_editor.connection)


def backwards(apps, schema_editor):
    guard.unprotect(schema_editor.connection)
    fulltext.drop("stories")


class Migration(migrations.Migration):
    dependencies = [("articles", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
