"""The model field of a body. What it writes to the database has passed the gate, by whatever way it came."""

from django.core.exceptions import ValidationError
from django.db import models

from articles.body.clean import BodyRefused, clean


class BodyField(models.TextField):
    """A body in the strict subset. `save`, `create`, `bulk_create` and `update` all clean what they write.

    Raises BodyRefused when saved, ValidationError when validated, if the HTML is too large or too tangled.
    """

    def clean(self, value, model_instance):
        try:
            value = clean(value or "")
        except BodyRefused as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal
        return super().clean(value, model_instance)

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        return super().get_db_prep_save(clean(value) if isinstance(value, str) else value, connection)
