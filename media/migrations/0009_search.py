"""The desk's search index of photographs: made, and filled with those that are here. Backwards drops it."""

from itertools import islice

from django.db import migrations, models

from media import finding
from newsroom import fulltext

BATCH = 500


def forwards(apps, schema_editor):
    Photo = apps.get_model("media", "Photo")
    fulltext.create(finding.INDEX)
    photos = Photo.objects.order_by("pk").iterator(chunk_size=BATCH)
    while batch := list(islice(photos, BATCH)):
        finding.index(batch)


def backwards(apps, schema_editor):
    fulltext.drop(finding.INDEX)


class Migration(migrations.Migration):
    dependencies = [("media", "0008_likeness")]
    operations = [
        migrations.AlterField(
            model_name="photo",
            name="search_text",
            field=models.TextField(blank=True, editable=False, help_text="Of media.finding, folded; written by save()."),
        ),
        migrations.RunPython(forwards, backwards),
    ]
