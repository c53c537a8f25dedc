"""Before: the index held words. After: also whole names, one word each, so that filters are look-ups; filled again here.

Safe while readers read. Backwards the folded text of 0001 stands empty.
"""

from itertools import islice

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from media import finding


def fill(apps, schema_editor):
    photos = apps.get_model("media", "Photo").objects.order_by("pk").iterator(chunk_size=500)
    while some := list(islice(photos, 500)):
        finding.index(some)


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0016_place_published'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='collection',
            options={'default_permissions': (), 'verbose_name': 'collection', 'verbose_name_plural': 'collections'},
        ),
        migrations.AlterModelOptions(
            name='savedsearch',
            options={'default_permissions': (), 'verbose_name': 'saved search'},
        ),
        migrations.RemoveField(
            model_name='photo',
            name='search_text',
        ),
        migrations.AddField(
            model_name='collection',
            name='cover',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.photo'),
        ),
        migrations.AddField(
            model_name='collection',
            name='note',
            field=models.TextField(blank=True, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='collection',
            name='kind',
            field=models.CharField(choices=[('collection', 'collection'), ('shoot', 'shoot'), ('lightbox', 'my light table')], default='collection', max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='savedsearch',
            name='query',
            field=models.CharField(help_text="As in the grid's address.", max_length=1000),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(models.OrderBy(models.F('taken_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='photo_taken'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(models.OrderBy(models.F('uploaded_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('caption', '')), name='photo_without_caption'),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(models.OrderBy(models.F('uploaded_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('credit', '')), name='photo_without_credit'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('by', 'name'), name='saved_search_name'),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
