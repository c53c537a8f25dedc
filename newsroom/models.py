from django.db import models


class Edition(models.Model):
    """One row, one number, raised by trigger with every change of anything that readers see: newsroom/edition.py."""

    ROW = 1
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return str(self.number)
