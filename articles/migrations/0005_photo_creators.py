"""Before: a photograph's makers were names, searched for whenever somebody's rights were asked. After: a row a name, linked to
the contributor who prints under it. Safe while readers read: they read none of it. Backwards drops the table.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from newsroom import text

BATCH = 2000


def fill(apps, schema_editor):
    PhotoCreator = apps.get_model("articles", "PhotoCreator")
    people = {}
    for contributor in apps.get_model("articles", "Contributor").objects.order_by("pk"):
        people.setdefault(contributor.key, contributor.merged_into_id or contributor.pk)
    for pen_name in apps.get_model("articles", "PenName").objects.select_related("contributor"):
        people.setdefault(pen_name.key, pen_name.contributor.merged_into_id or pen_name.contributor_id)
    rows = []
    photos = apps.get_model("media", "Photo").objects.order_by("pk").values_list("pk", "creators", "credit")
    for photo, creators, credit in photos.iterator(chunk_size=BATCH):
        named = {}
        for name in [*creators, credit]:
            named.setdefault(text.tag_key(name)[:160], text.clean_line(name)[:300])
        named.pop("", None)
        rows += [
            PhotoCreator(photo_id=photo, key=key, name=name, order=order, contributor_id=people.get(key))
            for order, (key, name) in enumerate(named.items())
        ]
        if len(rows) >= BATCH:
            PhotoCreator.objects.bulk_create(rows)
            rows = []
    PhotoCreator.objects.bulk_create(rows)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_autosave'),
        ('media', '0008_likeness'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PhotoCreator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As the photograph has it.', max_length=300)),
                ('key', models.CharField(db_index=True, max_length=160)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('contributor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='photo_credits', to='articles.contributor')),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.photo')),
                ('said_by', models.ForeignKey(help_text='Who said that they are meant.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('photo', 'key'), name='photo_creator_once')],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
