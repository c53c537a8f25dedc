"""Before: a shape was cut around the photograph's focal point alone. After: a use may ask for a cut around its own.

Safe while readers read: no file and no address changes. Backwards drops what was asked for; its files' rows have to go first
where names are longer than eight letters. On SQLite the table of renditions is written anew, on PostgreSQL it is not.
"""

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0003_uploads'),
    ]

    operations = [
        migrations.AlterField(
            model_name='rendition',
            name='shape',
            field=models.CharField(help_text='Its name in crops: 3x2, or 3x2@0.5,0.31 where a use asked for it.', max_length=24),
        ),
        migrations.CreateModel(
            name='Cut',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shape', models.CharField(help_text='One of crops.CUTS.', max_length=8)),
                ('focus_x', models.FloatField(validators=[django.core.validators.MinValueValidator(0.0), django.core.validators.MaxValueValidator(1.0)])),
                ('focus_y', models.FloatField(validators=[django.core.validators.MinValueValidator(0.0), django.core.validators.MaxValueValidator(1.0)])),
                ('photo', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cuts', to='media.photo')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('photo', 'shape', 'focus_x', 'focus_y'), name='cut_once'), models.CheckConstraint(condition=models.Q(('focus_x__gte', 0), ('focus_x__lte', 1), ('focus_y__gte', 0), ('focus_y__lte', 1)), name='cut_focus_inside')],
            },
        ),
    ]
