from django.db import migrations, models


class Migration(migrations.Migration):
    """One row that says which pages are still true. Safe while readers read; its triggers come after every migrate."""

    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField()),
            ],
            options={"default_permissions": ()},
        ),
    ]
