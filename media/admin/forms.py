"""The photograph's form: words as people type them, lists as one line."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from media import crops, sources
from media.admin import readings
from media.models import Photo
from newsroom.text import clean, clean_line

LONGEST = {"caption": 3000, "alt": 1000, "long_description": 10_000, "headline": 300, "credit": 300}
MOST = 100  # entries of one list
# The shapes that can be drawn by hand, as they are written.
SAID = {shape: shape.replace("x", ":") for shape in crops.CUTS} | {"card": gettext_lazy("link card")}


def entries(typed: str) -> list[str]:
    """The names or keywords of one line, parted by commas or semicolons; each once, in order."""
    found = [clean_line(entry) for entry in re.split(r"[;,\n]", typed)]
    return list(dict.fromkeys(filter(None, found)))


class Names(forms.CharField):
    """A list of names or keywords, typed on one line and parted by commas or semicolons."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        found = entries(super().to_python(value) or "")
        if len(found) > MOST:
            raise forms.ValidationError(_("At most %(count)s entries. Nothing was saved.") % {"count": MOST})
        return found

    def has_changed(self, initial, data):
        return self.to_python(data) != (initial or [])


class HandCropsInput(forms.MultiWidget):
    """A line for each shape, `0.1,0.2,0.5`, empty for the cut around the focal point. crops.js draws instead of typing."""

    template_name = "admin/media/photo/hand_crops.html"

    def __init__(self, attrs=None):
        lines = {
            shape: forms.TextInput({"data-shape": shape, "aria-label": said, "maxlength": 20, "size": 20})
            for shape, said in SAID.items()
        }
        super().__init__(lines, attrs)

    def decompress(self, value):
        return [",".join(f"{share:g}" for share in (value or {}).get(shape, ())) for shape in SAID]


class HandCrops(forms.MultiValueField):
    """{shape: [left, top, width]} of those that were drawn; see crops."""

    widget = HandCropsInput

    def __init__(self, **how):
        lines = [forms.CharField(required=False) for _shape in SAID]
        super().__init__(lines, require_all_fields=False, required=False, **how)

    def compress(self, data_list):
        found = {}
        for shape, written in zip(SAID, data_list, strict=False):
            drawn = crops.drawn(written.replace(" ", ""))
            if written and drawn is None:
                message = _(
                    "Write left, top and width of the cut %(shape)s as shares of the picture, such as 0.1,0.2,0.5, or "
                    "leave it empty. Nothing was saved."
                )
                raise forms.ValidationError(message % {"shape": SAID[shape]})
            if drawn:
                found[shape] = list(drawn)
        return found


class PhotoForm(forms.ModelForm):
    creators = Names(label=gettext_lazy("Creators"), required=False, help_text=gettext_lazy("Names, parted by commas."))
    keywords = Names(label=gettext_lazy("Keywords"), required=False)
    hand_crops = HandCrops(
        label=gettext_lazy("Cuts by hand"),
        help_text=gettext_lazy(
            "Left, top and width as shares of the picture; empty: the cut lies around the focal point."
        ),
    )
    digital_source_type = forms.ChoiceField(
        label=gettext_lazy("How it was made"),
        required=False,
        help_text=gettext_lazy("Readers are told where AI or a program made the picture, or parts of it."),
    )
    people = Names(
        label=gettext_lazy("People shown"),
        required=False,
        help_text=gettext_lazy("From left to right, parted by commas."),
    )

    class Meta:
        model = Photo
        fields = (
            "caption", "alt", "credit", "creators", "headline", "people", "place_shown", "event", "city", "province", "country",
            "keywords", "copyright", "source", "supplier", "usage_terms", "licence_page", "instructions", "digital_source_type",
            "long_description", "focus_x", "focus_y", "hand_crops", "place_published",
        )  # fmt: skip
        widgets = {
            **{
                name: forms.TextInput()
                for name in (
                    "credit", "headline", "place_shown", "event", "city", "province", "country", "copyright", "source",
                    "licence_page",
                )
            },
            **{
                name: forms.Textarea(attrs={"rows": rows})
                for name, rows in (
                    ("caption", 4), ("alt", 2), ("usage_terms", 2), ("instructions", 2), ("long_description", 3),
                )
            },
            **{name: forms.NumberInput(attrs={"min": 0, "max": 1, "step": 0.001}) for name in ("focus_x", "focus_y")},
        }  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        made = self.fields.get("digital_source_type")
        if made:  # not for those who may only read it
            made.choices = sources.choices(self.instance.digital_source_type)
            self.initial["digital_source_type"] = sources.address(self.instance.digital_source_type)

    def clean(self):
        cleaned = super().clean()
        for name, value in list(cleaned.items()):
            if isinstance(value, str):
                cleaned[name] = clean(value).strip()
                limit = LONGEST.get(name, 5000)
                if len(cleaned[name]) > limit:
                    message = _("At most %(count)s characters; this has %(has)s. Nothing was saved.")
                    self.add_error(name, message % {"count": limit, "has": len(cleaned[name])})
                elif readings.still_doubtful(self.instance, name, cleaned[name]):
                    message = _("Choose one word in each pair of brackets; letters were lost there. Nothing was saved.")
                    self.add_error(name, message)
        return cleaned
