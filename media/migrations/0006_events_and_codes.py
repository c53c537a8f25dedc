"""Before: a photograph named no event, and nobody had code replacements. After: an event each, and a list of codes a user.

Safe while readers read: readers' rows are not touched. Backwards drops the events and the lists. The column comes empty.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('media', '0005_shapes_and_avif'),
    ]

    operations = [
        migrations.CreateModel(
            name='CodeList',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(help_text='Of the file it came in.', max_length=255)),
                ('codes', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='photo',
            name='event',
            field=models.TextField(blank=True, help_text='What was going on, the same for the whole shoot.', verbose_name='event'),
        ),
    ]
