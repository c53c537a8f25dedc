"""The form of a story: what is typed, checked and handed to drafting. The text is typed without tags, see body.deskform."""

from uuid import uuid4

from django import forms
from django.utils.formats import number_format
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import limits
from articles.body import BodyRefused
from articles.body.clean import clean
from articles.body.deskform import from_desk, to_desk
from articles.forms import related
from articles.forms.typed import name_in, tag_names
from articles.models import Article, Section
from media.models import Photo
from newsroom import text

LONGEST_TEXT = 1_000_000
APPLIED = {
    "text": "body", "section": "section", "related": "related", "lead_caption": "lead_caption", "lead_alt": "lead_alt",
    "lead_photo": "lead_photo_id", "social_photo": "social_photo_id",
}  # fmt: skip
"""Where the article keeps what the form cleans."""


class SectionChoice(forms.ModelChoiceField):
    def label_from_instance(self, section):
        return f"{section.parent.name} · {section.name}" if section.parent_id else section.name


class StoryForm(forms.ModelForm):
    """The text comes in one of two ways: as the editor's HTML (`html`, disabled on the page until the editor runs), or typed
    without tags (`text`). Where `html` is posted, it alone counts. `body` is what was made of it, None where it cannot be stored.
    """

    html = forms.CharField(required=False, strip=False, widget=forms.HiddenInput(attrs={"disabled": True}))
    text = forms.CharField(label=gettext_lazy("Story text"), required=False, strip=False, widget=forms.Textarea)
    section = SectionChoice(
        label=gettext_lazy("Section"), queryset=Section.objects.none(), required=False,
        empty_label=gettext_lazy("choose"),
        error_messages={"invalid_choice": gettext_lazy("There is no such section any more. Choose one of the list.")},
    )  # fmt: skip
    tags = forms.CharField(
        label=gettext_lazy("Tags"), required=False, max_length=2000,
        help_text=gettext_lazy("Parted by commas."),
    )  # fmt: skip
    related = forms.CharField(
        label=gettext_lazy("Related stories"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One story a line: its number or its address on the site."),
    )  # fmt: skip
    lead_photo = forms.IntegerField(required=False, widget=forms.HiddenInput)
    social_photo = forms.IntegerField(
        label=gettext_lazy("Picture for social cards"), required=False,
        help_text=gettext_lazy("The number of a photograph; empty: the lead picture."),
    )  # fmt: skip
    asked_words = forms.IntegerField(
        label=gettext_lazy("Asked length (words)"), required=False, min_value=1, max_value=limits.MOST_WORDS,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), limits.NO_LENGTH),
    )  # fmt: skip
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    tab = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = (
            "headline standfirst credit_line kicker short_headline kind language place slug lead_caption lead_alt lead_crop"
            " seo_title seo_description social_title social_description asked_words internal_note"
        ).split()
        widgets = {
            "headline": forms.Textarea(attrs={"rows": 1}),
            "standfirst": forms.Textarea(attrs={"rows": 2}),
            "lead_caption": forms.Textarea(attrs={"rows": 2}),
            "lead_alt": forms.Textarea(attrs={"rows": 2}),
            "seo_description": forms.Textarea(attrs={"rows": 2}),
            "social_description": forms.Textarea(attrs={"rows": 2}),
            "internal_note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, data=None, *args, user, **kwargs):
        super().__init__(data and without_nulls(data), *args, **kwargs)
        self.user, self.body = user, None
        article = self.instance
        current = Section.objects.filter(pk=article.section_id) if article.section_id else Section.objects.none()
        sections = Section.objects.filter(retired=False) | current
        self.fields["section"].queryset = sections.select_related("parent").order_by("parent__order", "order", "id")
        self.initial.update(
            html=article.body,
            text=to_desk(article.body),
            section=article.section_id,
            version=article.version,
            tags=", ".join(tag.name for tag in article.tags.all()) if article.pk else "",
            related=related.lines(user, article.related),
            lead_photo=article.lead_photo_id,
            social_photo=article.social_photo_id,
            key="" if article.pk else uuid4().hex,
        )
        # Without a lead picture the form does not ask how to cut it.
        self.fields["lead_crop"].required = False

    def clean_headline(self):
        return text.clean_line(self.cleaned_data["headline"])

    def clean_text(self):
        """The stored body. What was typed stays in the form whatever is wrong with it."""
        try:
            self.body = text_of(self.data)
        except BodyRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.body

    @property
    def has_html(self):
        """Whether the text came from the editor."""
        return "html" in self.data

    def clean_tab(self):
        """The browser tab's own name. One that is none names no tab; no save fails for it."""
        return name_in(self.cleaned_data, "tab")

    def show_typed(self, body=None):
        """What was typed stands in the page that comes back both ways; the way it came in is left as it is.

        body   what became of the text meanwhile, which then stands in both
        """
        self.data = self.data.copy()
        if body is not None:
            self.data["html"], self.data["text"] = body, to_desk(body)
        elif self.has_html:
            # A text that begins with a tag is read as HTML: what cannot be stored is not lost either.
            self.data["text"] = self.data["html"] if self.body is None else to_desk(self.body)
        else:
            typed = self.data.get("text", "")
            self.data["html"] = linebreaks(typed, autoescape=True) if self.body is None else self.body

    def clean_tags(self):
        return tag_names(self.cleaned_data["tags"])

    def clean_related(self):
        typed = [line for line in self.cleaned_data["related"].splitlines() if line.strip()]
        named = [related.number_in(line) for line in typed]
        known = {*related.headlines(self.user, {pk for pk in named if pk}), *self.instance.related}
        for line, pk in zip(typed, named, strict=True):
            if pk not in known:
                raise forms.ValidationError(
                    _("“%(line)s” is no story here. Paste its address, or type its number.")
                    % {"line": line.strip()[:80]}
                )
        return [pk for pk in dict.fromkeys(named) if pk != self.instance.pk]

    def _photo(self, name):
        pk = self.cleaned_data[name]
        if pk is not None and not Photo.objects.filter(pk=pk).exists():
            raise forms.ValidationError(_("There is no photograph number %(id)s.") % {"id": pk})
        return pk

    def clean_lead_photo(self):
        return self._photo("lead_photo")

    def clean_social_photo(self):
        return self._photo("social_photo")

    def clean_lead_crop(self):
        return self.cleaned_data["lead_crop"] or self.instance.lead_crop

    def clean_lead_alt(self):
        """Nothing typed means inherited; the tick beside the field means: the caption says it."""
        return "" if self.data.get("lead_alt_in_caption") else self.cleaned_data["lead_alt"] or None

    def clean_lead_caption(self):
        return self.cleaned_data["lead_caption"] or None

    def apply(self):
        """The article in memory with everything that was typed and is right. Saving is drafting's."""
        for name, attribute in APPLIED.items():
            if name in self.cleaned_data:
                setattr(self.instance, attribute, self.cleaned_data[name])
        return self.instance

    @property
    def people(self):
        """Answers about names in the credit line, see bylines.understand: what was chosen before still holds."""
        rows = self.instance.bylines.values_list("name", "contributor_id") if self.instance.pk else ()
        return {**dict(rows), **answers(self.data, "who-")}

    @property
    def tag_answers(self):
        """Answers about tags that could mean several, see tagging.understand."""
        return answers(self.data, "tag-")

    def only_for_reading(self):
        """For somebody who may look at the story: words can be copied, nothing can be typed."""
        for field in self.fields.values():
            choice = isinstance(field.widget, forms.Select)
            field.widget.attrs["disabled" if choice else "readonly"] = True

    def summary(self):
        """All errors as sentences with the field they belong to: what the top of the page lists. Each is said once."""
        found = []
        for name, errors in self.errors.items():
            label = str(self.fields[name].label) if name in self.fields else ""
            found += [("" if error.startswith(f"{label}:") else label, error) for error in errors]
        return found


def text_of(data):
    """The stored body of a post, whichever way its text came. Raises BodyRefused where it cannot be stored."""
    way = "html" if "html" in data else "text"
    typed = data.get(way, "")
    check_length(typed)
    return clean(typed if way == "html" else from_desk(typed))


def check_length(typed):
    """Raises BodyRefused where this is more than a story may have."""
    if len(typed) > LONGEST_TEXT:
        raise BodyRefused(
            _("This text has %(letters)s letters; a story has at most %(most)s. Nothing was lost: part it in two.")
            % {
                "letters": number_format(len(typed), force_grouping=True),
                "most": number_format(LONGEST_TEXT, force_grouping=True),
            }
        )


def answers(data, prefix):
    """What was chosen in fields named prefix + wording: {wording: id or "new"}; anything else is no answer."""
    found = {}
    for key, value in data.items():
        if key.startswith(prefix) and (value == "new" or (value.isdecimal() and len(value) < 19)):
            found[key.removeprefix(prefix)] = value if value == "new" else int(value)
    return found


def without_nulls(data):
    """The post without null characters, which are dropped as other control characters are."""
    if not any("\0" in value for _key, values in data.lists() for value in values):
        return data
    data = data.copy()
    for key, values in data.lists():
        data.setlist(key, [value.replace("\0", "") for value in values])
    return data
