"""Before: photographs were found by one folded text, read through from end to end. After: by the full-text index, filled here.

Safe while readers read; they search stories. Backwards the old text stands empty until photographs are saved again.
"""

from itertools import islice

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from media import finding
from newsroom import fulltext


def fill(apps, schema_editor):
    fulltext.create(finding.INDEX)
    photos = apps.get_model("media", "Photo").objects.order_by("pk").iterator(chunk_size=500)
    while some := list(islice(photos, 500)):
        finding.index_all(some)


def empty(apps, schema_editor):
    fulltext.drop(finding.INDEX)


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0008_likeness'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('kind', models.CharField(choices=[('shoot', 'shoot'), ('collection', 'collection'), ('lightbox', 'my light table')], default='collection', max_length=10, verbose_name='kind')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveIntegerField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SavedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(help_text="As in the grid's address.", max_length=1000)),
                ('shared', models.BooleanField(default=False, verbose_name='for everybody at the desk')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RemoveField(
            model_name='photo',
            name='search_text',
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
        migrations.AddField(
            model_name='collection',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='collection',
            name='cover',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.photo'),
        ),
        migrations.AddField(
            model_name='member',
            name='collection',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='media.collection'),
        ),
        migrations.AddField(
            model_name='member',
            name='photo',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='media.photo'),
        ),
        migrations.AddField(
            model_name='savedsearch',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='collection',
            index=models.Index(fields=['-at', '-id'], name='collection_newest'),
        ),
        migrations.AddIndex(
            model_name='member',
            index=models.Index(fields=['collection', 'place'], name='member_by_place'),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.UniqueConstraint(fields=('collection', 'photo'), name='member_once'),
        ),
        migrations.AddConstraint(
            model_name='savedsearch',
            constraint=models.UniqueConstraint(fields=('by', 'name'), name='saved_search_name'),
        ),
        migrations.RunPython(fill, empty),
    ]
