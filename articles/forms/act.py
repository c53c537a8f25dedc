"""What an act still asks before it is done: where the story stands, for which hour, why."""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Standing

ASKS_STANDING = {"publish", "update", "schedule", "republish"}
ASKS_HOUR = {"schedule"}
NEEDS_NOTE = {"return", "withdraw", "republish"}
MAY_NOTE = {"update", "recall"}
AT_ONCE = {"submit", "recall", "unschedule"}
"""Acts that ask nothing: the button does them."""


class ActForm(forms.Form):
    standing = forms.TypedChoiceField(
        label=gettext_lazy("Place on the front"), choices=Standing.choices, coerce=int, widget=forms.RadioSelect
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(label=gettext_lazy("Hour"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    note = forms.CharField(
        label=gettext_lazy("Why"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why in the note; the writer and the log will show it.")},
    )  # fmt: skip
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    revision = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, act, article, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.article = article
        if act not in ASKS_STANDING:
            del self.fields["standing"]
        if act not in ASKS_HOUR:
            del self.fields["day"], self.fields["hour"]
        if act in MAY_NOTE:
            self.fields["note"].required = False
        elif act not in NEEDS_NOTE:
            del self.fields["note"]
        soon = timezone.localtime() + timezone.timedelta(hours=1)
        hour = timezone.localtime(article.publish_at) if article.publish_at else soon.replace(minute=0)
        self.initial = {
            "standing": article.standing,
            "day": hour.date(),
            "hour": hour.time(),
            "version": article.version,
            **self.initial,
        }

    def clean(self):
        """The hour on the paper's clock. One that the clock skips or strikes twice is asked for again."""
        given = super().clean()
        if given.get("day") and given.get("hour"):
            naive = datetime.combine(given["day"], given["hour"])
            moment = timezone.make_aware(naive)
            if timezone.make_naive(moment.astimezone(timezone.get_default_timezone())) != naive:
                raise forms.ValidationError(_("That hour does not exist on that day. Choose another one."))
            given["at"] = moment
        return given
