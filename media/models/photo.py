"""What the desk keeps of a photograph: its words, its original, and the files made of it."""

import hashlib
import json
from copy import copy

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from media import crops, finding, makers, names, signals, sources, terms
from media.models.terms import Supplier, allowed, groups_of, has_terms

SHARE = [MinValueValidator(0.0), MaxValueValidator(1.0)]


# What stories show of a photograph: a change of these is told to them.
CHANGES = (
    "caption", "alt", "credit", "creators", "copyright", "usage_terms", "licence_page", "digital_source_type",
    "focus_x", "focus_y", "hand_crops", "withdrawn_at", "supplier_id", "place_published", "place_shown", "city", "country",
)  # fmt: skip


class PhotoQuerySet(models.QuerySet):
    def usable(self, at=None, use=terms.WEB):
        """What may go to readers then: captioned, credited, not withdrawn, with a picture made of it, and its terms allow it."""
        return (
            self.exclude(caption="")
            .exclude(Q(credit="") & Q(creators=[]))
            .filter(allowed(at or timezone.now(), use), withdrawn_at=None, deleted_at=None, second_look_due=False)
            .filter(models.Exists(Rendition.objects.filter(photo=models.OuterRef("pk"))))
        )

    def kept(self):
        """Those that nobody has deleted; deleting hides a photograph and can be undone."""
        return self.filter(deleted_at=None)

    def newest_first(self):
        return self.order_by("-uploaded_at", "-id")

    def after(self, uploaded_at, id):
        """The rows that follow this place in newest_first()."""
        return self.filter(Q(uploaded_at__lt=uploaded_at) | Q(uploaded_at=uploaded_at, id__lt=id))

    def search(self, query):
        """Photographs that hold every word of the query, with or without marks, "phrases" whole, without -words; in any order."""
        return finding.matching(self, finding.parse(query))

    def waiting(self):
        return self.filter(state=Photo.State.WAITING, withdrawn_at=None)

    def heavy(self):
        """Drawn, but whether AVIF would save bytes is still to be tried."""
        return self.filter(state=Photo.State.READY, avif_due=True, withdrawn_at=None)

    def with_pictures(self):
        """For anything that calls picture() or why_not(): all rows' renditions in one query, and their terms."""
        return self.with_terms().prefetch_related("renditions")

    def with_terms(self):
        """For anything that calls rights()."""
        return self.prefetch_related("leases", "supplier__leases")

    def knowing_terms(self):
        """With `has_terms`, for models.terms.fetch(): as with_terms(), but most photographs have none."""
        return self.annotate(has_terms=models.ExpressionWrapper(has_terms(), models.BooleanField()))


class Photo(models.Model):
    """One photograph: its untouched original, its words, and where its eye is. The same bytes are one photograph."""

    class State(models.TextChoices):
        WAITING = "waiting", _("pictures are being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("pictures could not be made")

    class Flag(models.TextChoices):
        """Why a frame asks for care: a second person looks at it before readers do."""

        MINOR = "minor", _("a minor")
        VICTIM = "victim", _("a victim, or their family")
        FACE = "face", _("a face to protect")
        MILITARY = "military", _("military detail")
        OTHER = "other", _("something else that asks for care")

    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    original = models.CharField(max_length=200, editable=False, help_text="Its key in the storage of originals.")
    original_name = models.CharField(_("file name"), max_length=255, editable=False)
    bytes = models.PositiveBigIntegerField(_("size in bytes"), editable=False)
    format = models.CharField(
        max_length=8, editable=False, help_text="As Pillow names it: JPEG, PNG, WEBP, GIF, AVIF, TIFF."
    )
    width = models.PositiveIntegerField(editable=False, help_text="Of the upright picture, in pixels.")
    height = models.PositiveIntegerField(editable=False)
    colour = models.CharField(
        max_length=7, default="#808080", editable=False, help_text="Stands in until the picture is there."
    )

    caption = models.TextField(_("caption"), blank=True)
    alt = models.TextField(
        _("alt text"), blank=True, help_text=_("What a blind reader should know that the caption does not say.")
    )
    long_description = models.TextField(_("long description"), blank=True)
    headline = models.TextField(pgettext_lazy("photograph", "headline"), blank=True)
    object_name = models.TextField(_("title in the file"), blank=True)
    creators = models.JSONField(_("creators"), default=list, blank=True, help_text=_("Names in order, as a list."))
    creator_title = models.TextField(_("creator's job title"), blank=True)
    credit = models.TextField(_("credit"), blank=True, help_text=_("As it prints after the caption."))
    copyright = models.TextField(_("copyright"), blank=True)
    source = models.TextField(_("source"), blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    people = models.JSONField(_("people shown"), default=list, blank=True)
    event = models.TextField(_("event"), blank=True, help_text=_("What was going on, the same for the whole shoot."))
    caption_writer = models.TextField(_("caption writer"), blank=True)
    job_id = models.TextField(_("job id"), blank=True)

    supplier = models.ForeignKey(
        Supplier, models.PROTECT, verbose_name=_("supplier"), null=True, blank=True, related_name="photos"
    )
    usage_terms = models.TextField(_("usage terms"), blank=True)
    licence_page = models.TextField(_("licence page"), blank=True)
    licensor = models.JSONField(default=list, blank=True, help_text="Name and address of each: [{name, url}].")
    instructions = models.TextField(_("instructions"), blank=True)
    digital_source_type = models.TextField(_("how it was made"), blank=True)
    data_mining = models.TextField(_("data mining"), blank=True)

    place_shown = models.TextField(_("place shown"), blank=True)
    city = models.TextField(_("city"), blank=True)
    province = models.TextField(_("province"), blank=True)
    country = models.TextField(_("country"), blank=True)
    country_code = models.CharField(_("country code"), max_length=8, blank=True)
    place_created = models.JSONField(default=dict, blank=True, help_text="Where the camera stood; never published.")
    place_published = models.BooleanField(
        _("place goes out with the file"),
        default=False,
        help_text=_(
            "Place, city and country shown are written into the files that readers fetch. Where the camera stood never is. "
            "Copies fetched before keep what they have."
        ),
    )
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True)
    taken_zone = models.CharField(
        max_length=6, blank=True, help_text="Offset written in the file, +07:00; empty: the paper's zone."
    )
    taken_day_only = models.BooleanField(default=False)

    raw = models.JSONField(
        default=dict, editable=False, help_text="What each block of the file said: {xmp, iim, exif}."
    )
    taken_from = models.JSONField(
        default=dict, editable=False, help_text="Field to block: xmp, iim, exif; desk once a person changed it."
    )
    damaged = models.JSONField(default=dict, editable=False, help_text="Field to unreadable values: [{block, value}].")
    others = models.JSONField(
        default=dict, editable=False, help_text="Field to readings not taken: [{block, value, why}]."
    )
    credentials = models.JSONField(
        default=dict,
        editable=False,
        help_text="Content Credentials of the original, see provenance.read; {}: not asked.",
    )

    focus_x = models.FloatField(_("focal point, across"), default=0.5, validators=SHARE)
    focus_y = models.FloatField(_("focal point, down"), default=0.5, validators=SHARE)
    hand_crops = models.JSONField(
        _("cuts by hand"),
        default=dict,
        blank=True,
        help_text="By shape what a person drew: {shape: [left, top, width]}, see crops. Without one the focal point counts.",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="photos"
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING, editable=False)
    attempts = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="Times that making its pictures was begun."
    )
    begun_at = models.DateTimeField(null=True, editable=False, help_text="A process is making its pictures since then.")
    avif_due = models.BooleanField(default=False, editable=False, help_text="Its AVIF files are still to be tried.")
    failure = models.TextField(blank=True, editable=False, help_text="Why making its pictures failed.")
    first_released_at = models.DateTimeField(
        null=True, editable=False, help_text="When readers first got it; stays when it is taken back."
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    series = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text="How often all its files were taken back: those made since have new names."
    )
    masks = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="What is hidden in every picture made of it; see media.masks.",
    )
    sensitive = models.JSONField(default=list, blank=True, editable=False, help_text="Of Flag: what asks for care.")
    sensitive_note = models.TextField(blank=True, editable=False)
    flagged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    flagged_at = models.DateTimeField(null=True, blank=True, editable=False)
    second_look_due = models.BooleanField(
        default=False, editable=False, help_text="Flagged, and no second person has agreed to it as it is now."
    )
    deleted_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Hidden since then; can be undone."
    )
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        default_permissions = ()  # rights stand in the permission table, not in rows
        constraints = [
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="photo_has_pixels"),
            models.CheckConstraint(
                condition=Q(focus_x__gte=0, focus_x__lte=1, focus_y__gte=0, focus_y__lte=1), name="photo_focus_inside"
            ),
        ]
        indexes = [
            models.Index(F("uploaded_at").desc(), F("id").desc(), name="photo_newest"),
            models.Index("uploaded_by", F("uploaded_at").desc(), F("id").desc(), name="photo_newest_of_user"),
            models.Index("state", condition=Q(state="waiting"), name="photo_waiting"),
            models.Index("uploaded_at", condition=Q(avif_due=True), name="photo_avif_due"),
            models.Index("flagged_at", condition=Q(second_look_due=True), name="photo_second_look"),
            models.Index("withdrawn_at", condition=Q(withdrawn_at__isnull=False), name="photo_withdrawn"),
            models.Index(F("taken_at").desc(), F("id").desc(), name="photo_taken"),
            models.Index(
                F("uploaded_at").desc(), F("id").desc(), condition=Q(caption=""), name="photo_without_caption"
            ),
            models.Index(F("uploaded_at").desc(), F("id").desc(), condition=Q(credit=""), name="photo_without_credit"),
            models.Index(
                "supplier", "first_released_at", condition=Q(supplier__isnull=False), name="photo_ran_of_supplier"
            ),
        ]

    def __str__(self):
        return self.headline or self.caption[:80] or self.original_name

    def save(self, *args, **kwargs):
        """Also writes what it is found by, has the pictures of a moved focal point or a drawn cut made, and tells its stories
        and whoever knows its makers."""
        is_new = self._state.adding
        changed = {name for name, value in getattr(self, "_as_loaded", {}).items() if getattr(self, name) != value}
        extra: set[str] = set()
        is_found_otherwise = kwargs.get("update_fields") is None or finding.FOUND_BY & set(kwargs["update_fields"])
        if kwargs.get("update_fields") is not None:
            changed &= {self._meta.get_field(name).attname for name in kwargs["update_fields"]}
        if changed & {"focus_x", "focus_y", "hand_crops"}:
            self.state, self.begun_at, self.attempts = self.State.WAITING, None, 0
            extra |= {"state", "begun_at", "attempts"}
            if self.sensitive and not self.second_look_due:  # what was agreed to is not what would be seen now
                self.second_look_due = True
                extra.add("second_look_due")
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *extra}
        with transaction.atomic():
            super().save(*args, **kwargs)
            if is_found_otherwise:
                finding.index([self])
        if is_new:
            self._as_loaded = {name: copy(getattr(self, name)) for name in CHANGES}
        if is_new or changed & {"creators", "credit"}:
            makers.noted([self])
        if changed:
            self._as_loaded = {name: copy(getattr(self, name)) for name in self._as_loaded}
            signals.tell_of_changes(self.pk, needs_pictures="state" in extra)

    @classmethod
    def from_db(cls, db, field_names, values):
        photo = super().from_db(db, field_names, values)
        photo._as_loaded = {name: copy(photo.__dict__[name]) for name in CHANGES if name in photo.__dict__}
        return photo

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def focus(self) -> tuple[float, float]:
        return self.focus_x, self.focus_y

    @property
    def credit_line(self) -> str:
        """As printed: the credit, else the creators' names."""
        return self.credit or ", ".join(self.creators)

    @property
    def source_label(self) -> str:
        """What readers are told of how it was made; empty where there is nothing to tell."""
        return sources.label(self.digital_source_type)

    @property
    def place(self) -> dict:
        """What a published file says of the place shown: {"shown", "city", "country"}; nothing unless a person let it."""
        if not self.place_published:
            return {}
        return {"shown": self.place_shown, "city": self.city, "country": self.country}

    def missing(self) -> list[str]:
        """What still lacks before it may go public, in words; empty when nothing does. Agrees with usable()."""
        lacks = []
        if not self.caption:
            lacks.append(gettext("caption"))
        if not self.credit_line:
            lacks.append(gettext("credit"))
        if not self.renditions.all():
            lacks.append(
                gettext("pictures, which could not be made")
                if self.state == self.State.FAILED
                else gettext("pictures, which are being made")
            )
        if self.second_look_due:
            lacks.append(gettext("a second person's agreement"))
        return lacks

    def why_not(self, at=None) -> str:
        """Why it may not go public, as a sentence; empty when it may. Agrees with usable()."""
        if self.withdrawn_at:
            return gettext("This photograph has been withdrawn.")
        if self.deleted_at:
            return gettext("This photograph has been deleted.")
        rights = self.rights(at)
        if not rights.allowed:
            return rights.reason
        lacks = self.missing()
        return gettext("Still missing: %(what)s.") % {"what": ", ".join(lacks)} if lacks else ""

    @property
    def version(self) -> str:
        """What a second person agrees to: the file, what is hidden in it, how it is cut, and what was flagged."""
        seen = [self.sha256, self.series, self.masks, self.focus, self.hand_crops, sorted(self.sensitive)]
        return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:32]

    @property
    def barred(self) -> bool:
        """Whether readers must not get it, whatever its words and terms: withdrawn, deleted, or waiting for a second person."""
        return self.withdrawn_at is not None or self.deleted_at is not None or self.second_look_due

    @property
    def flags(self) -> list[str]:
        """What was flagged, in words."""
        return [str(Photo.Flag(code).label) for code in self.sensitive if code in Photo.Flag.values]

    def rights(self, at=None, use=terms.WEB, *, has_run: bool | None = None) -> terms.State:
        """What its terms allow at a moment. has_run: whether a story had it that counts; None: whether any ever had."""
        has_run = self.first_released_at is not None if has_run is None else has_run
        return terms.state(groups_of(self), at or timezone.now(), use, has_run=has_run)

    @property
    def licence(self) -> tuple[str, str] | None:
        """Name and address of its Creative Commons licence, its own or its supplier's; None under another one."""
        return terms.licence(self.terms_page)

    @property
    def terms_page(self) -> str:
        """Where its licence can be read: its own page, else its supplier's; empty where there is none."""
        return self.licence_page or (self.supplier.licence_page if self.supplier_id else "")

    def cut(self, shape: str) -> str:
        """What a rendition of this shape depends on beside the bytes: recipe and, for a cut, what was drawn or focal point."""
        is_cropped = crops.shape_of(shape).ratio is not None
        point, drawn = crops.focus_of(shape) or self.focus, self.hand_crops.get(shape)
        return names.cut(is_cropped, point, drawn, series=self.series)

    def box(self, shape: str) -> tuple[int, int, int, int]:
        """What a rendition of this shape shows: left, top, right, bottom in pixels of the upright original."""
        return crops.box_for(shape, self.size, self.focus, self.hand_crops)

    def current(self) -> dict[str, list["Rendition"]]:
        """Renditions by shape, narrow to wide. Until a moved focal point or a drawn cut has its pictures, the older stands."""
        by_cut: dict[str, dict[str, list[Rendition]]] = {}
        for rendition in self.renditions.all():
            by_cut.setdefault(rendition.shape, {}).setdefault(rendition.cut, []).append(rendition)
        found = {}
        for shape, cuts in by_cut.items():
            rows = cuts.get(self.cut(shape)) or max(cuts.values(), key=lambda rows: max(row.pk for row in rows))
            found[shape] = sorted(rows, key=lambda row: row.width)
        return found

    def picture(self) -> dict:
        """What a page needs to show it, as plain values: words, size, colour, and every file there is by shape.

        shapes: {"original": {"width", "height", "webp": [[width, height, address], …], "jpeg": […]}, "3x2": …}, with
        "avif" first where that saves bytes. A shape that takes nothing off the frame is the original's own files. A cut
        that a use asked for stands beside the plain one, under its own name: "3x2@0.5,0.31" (see crops). A Creative Commons
        licence comes as "licence": [name, address].
        """
        current = self.current()
        shapes = {}
        for shape in dict.fromkeys([*crops.SHAPES, *current]):
            rows = current.get(shape, [])
            # A cut drawn by hand that is not made yet leaves the frame as it was.
            if shape != "original" and crops.is_whole(shape, self.size, self.hand_crops if rows else None):
                rows = [row for row in current.get("original", []) if row.width <= crops.shape_of(shape).widths[-1]]
            if rows:
                shapes[shape] = _sources(rows)
        return {
            "id": self.pk,
            "caption": self.caption,
            "alt": self.alt,
            "credit": self.credit_line,
            **({"licence": list(self.licence)} if self.licence else {}),
            "width": self.width,
            "height": self.height,
            "colour": self.colour,
            "source_type": self.digital_source_type,
            "shapes": shapes,
        }


class Rendition(models.Model):
    """One file made of a photograph: upright, sRGB, free of metadata; the words go in as it is served."""

    photo = models.ForeignKey(Photo, models.PROTECT, related_name="renditions")
    shape = models.CharField(
        max_length=24, help_text="Its name in crops: 3x2, or 3x2@0.5,0.31 where a use asked for it."
    )
    cut = models.CharField(max_length=32, help_text="What it was made with; see Photo.cut().")
    format = models.CharField(max_length=4, choices=[("avif", "AVIF"), ("webp", "WebP"), ("jpeg", "JPEG")])
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    key = models.CharField(max_length=32, help_text="Unguessable; one for all sizes of a cut.")
    file = models.CharField(max_length=100, help_text="Its key in the storage of renditions.")
    bytes = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["key", "width", "format"], name="rendition_once"),
        ]

    def __str__(self):
        return names.name(self.key, self.width, self.format)

    @property
    def address(self) -> str:
        return f"/i/{self}"


def _sources(rows: list["Rendition"]) -> dict:
    """One shape's files: the widest one's size, and per format [width, height, address], narrow to wide."""
    lighter = {"avif": []} if any(row.format == "avif" for row in rows) else {}
    found = {"width": rows[-1].width, "height": rows[-1].height, **lighter, "webp": [], "jpeg": []}
    for row in rows:
        found[row.format].append([row.width, row.height, row.address])
    return found
