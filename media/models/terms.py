"""Who pictures come from and under which terms: suppliers, and dated leases of theirs or of one photograph."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from media import terms
from media.terms import ALL, ALLOW, DENY, ONCE, Term
from newsroom.text import clean_line, fold


class Supplier(models.Model):
    """Who gives pictures, and on what terms: an agency, a reader, the paper itself."""

    class Kind(models.TextChoices):
        OWN = "own", _("the paper's own")
        AGENCY = "agency", _("agency by contract")
        HANDOUT = "handout", _("handout")
        READER = "reader", _("reader's picture")
        PUBLIC = "public", _("public domain")
        COMMONS = "cc", _("Creative Commons")
        OTHER = "other", _("other")

    name = models.CharField(_("name"), max_length=120)
    key = models.CharField(max_length=120, unique=True, editable=False, help_text="The name, folded.")
    kind = models.CharField(pgettext_lazy("supplier", "kind"), max_length=8, choices=Kind, default=Kind.AGENCY)
    names = models.JSONField(
        _("recognised by"),
        default=list,
        blank=True,
        help_text=_("Words in credit, source or copyright of a file that tell it is theirs, parted by commas."),
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("For pictures that come without one.")
    )
    licence_page = models.URLField(
        _("licence page"),
        blank=True,
        help_text=_("Of a Creative Commons licence: its name stands after the credit, with a link."),
    )
    contract_from = models.DateField(_("contract from"), null=True, blank=True)
    contract_until = models.DateField(
        _("contract until"), null=True, blank=True, help_text=_("The last day on which its pictures can be used.")
    )
    quota = models.PositiveIntegerField(
        _("pictures a month"), null=True, blank=True, help_text=_("How many different ones may be published.")
    )
    warn_at = models.PositiveIntegerField(_("warn from"), null=True, blank=True)
    notes = models.TextField(_("notes on the contract"), blank=True)
    due_at = models.DateTimeField(
        null=True, editable=False, help_text="The clock looks at its published pictures then; empty: nothing to come."
    )

    class Meta:
        verbose_name = _("supplier")
        verbose_name_plural = _("suppliers")
        ordering = ["key"]
        default_permissions = ()
        indexes = [models.Index("due_at", condition=Q(due_at__isnull=False), name="supplier_due")]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        self.name = clean_line(self.name)
        self.key = fold(self.name)[:120]
        self.due_at = timezone.now()
        super().save(**kwargs)

    @property
    def contract(self) -> list[Term]:
        """The dates of its contract as a term; none where it has no dates."""
        if self.contract_from is None and self.contract_until is None:
            return []
        reason = gettext("contract with %(name)s") % {"name": self.name}
        ends = self.contract_until and _morning(self.contract_until + timedelta(days=1))
        return [Term(ALLOW, ALL, self.contract_from and _morning(self.contract_from), ends, reason)]

    def next_look(self, after: datetime) -> datetime | None:
        return _next_turn(self.contract, after)


def _morning(day):
    return timezone.make_aware(datetime.combine(day, time()))


def _next_turn(held, after: datetime) -> datetime | None:
    turns = [turn for one in held for turn in (one.starts_at, one.ends_at) if turn and turn > after]
    return min(turns, default=None)


class LeaseQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody lifted."""
        return self.filter(lifted_at=None)

    def due(self, now):
        """Those at whose published pictures the clock has to look."""
        return self.filter(due_at__lte=now).order_by("due_at", "pk")


class Lease(models.Model):
    """A term of one photograph or of a supplier. It is lifted, never deleted: who set what, and when, stays on record."""

    class Rule(models.TextChoices):
        DENY = DENY, _("not allowed")
        ALLOW = ALLOW, _("allowed only in this time")
        ONCE = ONCE, _("one story only")

    class Use(models.TextChoices):
        ALL = ALL, _("all uses")
        WEB = terms.WEB, _("website")
        PRINT = terms.PRINT, _("print")
        ARCHIVE = terms.ARCHIVE, _("archive")

    photo = models.ForeignKey("media.Photo", models.CASCADE, null=True, blank=True, related_name="leases")
    supplier = models.ForeignKey(Supplier, models.CASCADE, null=True, blank=True, related_name="leases", db_index=False)
    rule = models.CharField(pgettext_lazy("lease", "rule"), max_length=5, choices=Rule, default=Rule.DENY)
    use = models.CharField(_("use"), max_length=7, choices=Use, default=Use.ALL)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True, help_text="The first moment at which it holds no more.")
    reason = models.CharField(pgettext_lazy("lease", "reason"), max_length=300, blank=True)
    is_read = models.BooleanField(default=False, help_text="Read from the file's instructions, not set by a person.")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(
        null=True, default=timezone.now, help_text="The clock looks at its published pictures then; empty: never."
    )
    objects = LeaseQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(photo__isnull=False, supplier=None) | Q(photo=None, supplier__isnull=False),
                name="lease_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(starts_at__lt=models.F("ends_at")),
                name="lease_begins_before_it_ends",
            ),
        ]
        indexes = [
            models.Index("due_at", condition=Q(due_at__isnull=False), name="lease_due"),
            models.Index("ends_at", condition=Q(lifted_at=None), name="lease_ends"),
            models.Index("starts_at", condition=Q(lifted_at=None), name="lease_starts"),
            # Nearly every lease is of a photograph: an index of all would tell the planner that suppliers are not worth it.
            models.Index("supplier", condition=Q(supplier__isnull=False), name="lease_of_supplier"),
        ]

    def __str__(self):
        return f"{self.photo_id or self.supplier} {self.rule} {self.use}"

    @property
    def term(self) -> Term:
        return Term(self.rule, self.use, self.starts_at, self.ends_at, self.reason)

    def lift(self, *, by, at=None):
        """It holds no more from now on."""
        self.lifted_at = self.due_at = at or timezone.now()
        self.lifted_by = by
        self.save(update_fields=["lifted_at", "lifted_by", "due_at"])

    def next_look(self, after: datetime) -> datetime | None:
        return None if self.lifted_at else _next_turn([self.term], after)


def has_terms() -> Q:
    """Photographs of which a lease or a supplier says something."""
    return Q(supplier__isnull=False) | Q(Exists(Lease.objects.filter(photo=OuterRef("pk"))))


def fetch(photos) -> list:
    """Photographs of knowing_terms() with their terms: no further question where none has any."""
    photos = list(photos)
    models.prefetch_related_objects([one for one in photos if one.has_terms], "leases", "supplier__leases")
    return photos


def groups_of(photo) -> list[list[Term]]:
    """What terms.state() asks of a photograph."""
    if not getattr(photo, "has_terms", True):
        return []
    own = [lease.term for lease in photo.leases.all() if lease.lifted_at is None]
    if photo.supplier_id is None:
        return [own]
    theirs = [lease.term for lease in photo.supplier.leases.all() if lease.lifted_at is None]
    return [own, theirs, photo.supplier.contract]


def allowed(at: datetime, use: str = terms.WEB) -> Q:
    """Photographs that their terms allow: what terms.state() says of one, asked of rows."""
    of_use = Lease.objects.standing().filter(use__in=[use, ALL])
    once = of_use.filter(_holds(at), rule=ONCE)
    theirs = of_use.filter(supplier__isnull=False)
    refusing = Supplier.objects.filter(_refused(theirs.filter(supplier=OuterRef("pk")), at) | _without_contract(at))
    refused = _refused(of_use.filter(photo=OuterRef("pk")), at)
    refused |= Q(first_released_at__isnull=False) & (
        Exists(once.filter(photo=OuterRef("pk")))
        | Q(supplier__in=once.filter(supplier__isnull=False).values("supplier"))
    )
    return ~refused & (Q(supplier=None) | ~Q(supplier__in=refusing))


def _refused(leases, at: datetime) -> Q:
    allowing = leases.filter(rule=ALLOW)
    outside = Q(Exists(allowing)) & ~Q(Exists(allowing.filter(_holds(at))))
    return Q(Exists(leases.filter(_holds(at), rule=DENY))) | outside


def _holds(at: datetime) -> Q:
    return (Q(starts_at=None) | Q(starts_at__lte=at)) & (Q(ends_at=None) | Q(ends_at__gt=at))


def _without_contract(at: datetime) -> Q:
    today = timezone.localdate(at)
    return Q(contract_from__gt=today) | Q(contract_until__lt=today)


def turning(after: datetime, until: datetime) -> Q:
    """Photographs with a term or contract that begins or ends in this time: found by dates, not by looking at each."""
    between = Q(starts_at__gt=after, starts_at__lte=until) | Q(ends_at__gt=after, ends_at__lte=until)
    leases = Lease.objects.standing().filter(between)
    first, last = timezone.localdate(after) - timedelta(days=1), timezone.localdate(until)
    suppliers = Supplier.objects.filter(
        Q(contract_until__gte=first, contract_until__lte=last)
        | Q(pk__in=leases.filter(supplier__isnull=False).values("supplier"))
    )
    return Q(pk__in=leases.filter(photo__isnull=False).values("photo")) | Q(supplier__in=suppliers)
