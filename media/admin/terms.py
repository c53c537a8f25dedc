"""The page on which the terms of photographs, one or many, or of a supplier are seen and set: leases, and whose they are."""

from collections import Counter
from datetime import datetime, time, timedelta

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from media import clearing, crops, quotas, record, rights, signals, terms
from media.admin import desk
from media.models import Lease, Photo, Supplier
from newsroom.text import clean_line

MOST = 500  # photographs at once
SHOWN = 24  # of them as thumbnails


def _day(label, **how):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, **how)


def _hour(label):
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget)


class LeaseForm(forms.Form):
    rule = forms.ChoiceField(
        label=gettext_lazy("Which term"), choices=Lease.Rule.choices, widget=forms.RadioSelect, initial=Lease.Rule.DENY
    )
    use = forms.ChoiceField(label=gettext_lazy("For which use"), choices=Lease.Use.choices, initial=Lease.Use.ALL)
    first_day = _day(gettext_lazy("First day"))
    first_hour = _hour(gettext_lazy("from"))
    last_day = _day(gettext_lazy("Last day"))
    last_hour = _hour(gettext_lazy("until"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy(
            "Everybody who would place the picture reads it: “agency contract”, “embargo of the ministry”."
        ),
        error_messages={"required": gettext_lazy("Say why: whoever would place the picture reads it.")},
    )

    def clean(self):
        """Whole days on the paper's clock, the last one included; with an hour, to that hour."""
        given = super().clean()
        if self.errors:
            return given
        for name in ("first", "last"):
            if given[f"{name}_hour"] and not given[f"{name}_day"]:
                self.add_error(f"{name}_day", _("Say on which day that hour is."))
                return given
        starts = given["first_day"] and _moment(given["first_day"], given["first_hour"])
        ends = given["last_day"] and (
            _moment(given["last_day"], given["last_hour"])
            if given["last_hour"]
            else _moment(given["last_day"] + timedelta(days=1))
        )
        if starts and ends and starts >= ends:
            self.add_error("last_day", _("This ends before it begins. Look at the two days; nothing was set."))
        if given["rule"] == Lease.Rule.ALLOW and not (starts or ends):
            self.add_error("last_day", _("Allowed in which time? Give a first or a last day; nothing was set."))
        return given | {"starts_at": starts, "ends_at": ends}

    @property
    def lease(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("rule", "use", "starts_at", "ends_at")} | {
            "reason": clean_line(self.cleaned_data["reason"])
        }


class SupplierForm(forms.Form):
    supplier = forms.ModelChoiceField(
        Supplier.objects.all(), label=gettext_lazy("Supplier"), required=False, empty_label=gettext_lazy("nobody")
    )


def _moment(day, hour=None):
    return timezone.make_aware(datetime.combine(day, hour or time()))


def photos_page(request, around):
    """/admin/media/photo/rights/?ids=1,2: the terms of these photographs, as far as this person may set them."""
    wanted = _ids(request.GET.get("ids", ""))
    if not wanted:
        messages.error(request, _("Choose at least one photograph. Nothing was changed."))
        return HttpResponseRedirect(reverse("admin:media_photo_changelist"))
    found = list(Photo.objects.kept().filter(pk__in=wanted).order_by("pk").with_pictures())
    photos = [photo for photo in found if photo.pk in _may_set(request.user, found)]
    if not found:
        raise Http404
    if not photos:
        raise PermissionDenied(_("The terms of these photographs are not yours to set. Ask the picture desk."))
    here = f"{request.path}?ids={','.join(str(photo.pk) for photo in photos)}"
    page = _Page(request, here, photos=photos)
    if request.method == "POST" and page.act():
        return HttpResponseRedirect(page.next)
    if len(photos) < len(wanted):
        left = ngettext(
            "%(count)d photograph is left out: its terms are not yours to set, or it is gone.",
            "%(count)d photographs are left out: their terms are not yours to set, or they are gone.",
            len(wanted) - len(photos),
        )
        messages.warning(request, left % {"count": len(wanted) - len(photos)})
    one = photos[0] if len(photos) == 1 else None
    states = Counter((photo.rights().reason, photo.rights().allowed) for photo in photos)
    context = {
        "title": _("Rights: %(what)s") % {"what": one}
        if one
        else ngettext("Rights of %(count)d photograph", "Rights of %(count)d photographs", len(photos))
        % {"count": len(photos)},
        "back": reverse("admin:media_photo_change", args=[one.pk]) if one else reverse("admin:media_photo_changelist"),
        "back_word": _("Back to the photograph") if one else _("Back to the photographs"),
        "thumbs": [_thumb(photo) for photo in photos[:SHOWN]],
        "more": max(0, len(photos) - SHOWN),
        "states": [
            {"reason": reason, "allowed": allowed, "count": count if len(photos) > 1 else 0}
            for (reason, allowed), count in states.most_common()
        ],
        "remarks": clearing.remarks(one) if one else [],
        "leases": leases_of(one) if one else _shared_leases(photos),
        "theirs": supplier_leases(one) if one else [],
        "supplier_form": page.supplier_form,
    }
    return _shown(request, around, page, context)


def supplier_page(request, around, supplier):
    """The leases of a supplier: they hold for every photograph of it. Whoever calls has asked whether this person may."""
    page = _Page(request, request.path, supplier=supplier)
    if request.method == "POST" and page.act():
        return HttpResponseRedirect(page.next)
    context = {
        "title": _("Terms of %(name)s") % {"name": supplier},
        "back": reverse("admin:media_supplier_change", args=[supplier.pk]),
        "back_word": _("Back to the supplier"),
        "leases": [_lease(one) for one in supplier.leases.select_related("by", "lifted_by").order_by("-pk")],
        "page_line": _("They hold for every photograph of this supplier, beside its own terms."),
    }
    return _shown(request, around, page, context)


def _shown(request, around, page, context):
    context |= {"form": page.form, "standing": [one for one in context["leases"] if not one["lifted"]],
                "lifted": [one for one in context["leases"] if one["lifted"]]}  # fmt: skip
    status = 422 if page.form.errors else 200
    return TemplateResponse(request, "admin/media/photo/rights.html", {**around, **context}, status=status)


class _Page:
    """One post of the page: a lease added, a lease lifted, or a supplier chosen."""

    def __init__(self, request, here, *, photos=(), supplier=None):
        self.request, self.next, self.photos, self.supplier = request, here, photos, supplier
        posted = request.POST if request.method == "POST" else None
        self.form = LeaseForm(posted if posted and "add" in posted else None)
        same = {photo.supplier_id for photo in photos}
        initial = {"supplier": same.pop() if len(same) == 1 else None}
        self.supplier_form = SupplierForm(posted if posted and "whose" in posted else None, initial=initial)

    def act(self) -> bool:
        """Whether the post was done."""
        data = self.request.POST
        if "lift" in data:
            return self._lift(data["lift"])
        if "whose" in data:
            return self._choose()
        return "add" in data and self._add()

    def _add(self):
        if not self.form.is_valid():
            return False
        targets = [{"photo": photo} for photo in self.photos] or [{"supplier": self.supplier}]
        with transaction.atomic():
            made = Lease(by=self.request.user, **self.form.lease)
            Lease.objects.bulk_create(Lease(by=made.by, **self.form.lease, **target) for target in targets)
            self._tell(f"{_words(made.term)}: {made.reason}")
        messages.success(self.request, _("Set. It counts from now on, everywhere."))
        return True

    def _lift(self, pk):
        mine = Lease.objects.filter(photo__in=self.photos) if self.photos else self.supplier.leases
        pks = [int(one) for one in pk.split(",") if one.isdecimal() and len(one) < 19]
        with transaction.atomic():
            leases = list(mine.standing().filter(pk__in=pks).select_for_update())
            for lease in leases:
                lease.lift(by=self.request.user)
            self._tell(" ".join(f"{_('Lifted:')} {_words(one.term)}: {one.reason}" for one in leases[:1]))
        messages.success(self.request, _("Lifted. It stays on record.")) if leases else messages.info(
            self.request, _("That had been lifted already. Nothing was changed.")
        )
        return True

    def _choose(self):
        if not self.supplier_form.is_valid():
            return False
        supplier = self.supplier_form.cleaned_data["supplier"]
        with transaction.atomic():
            for photo in self.photos:
                photo.supplier = supplier
                photo.taken_from["supplier"] = "desk"
                photo.save(update_fields=["supplier", "taken_from"])
                record.write(
                    "photo_rights", photo, by=self.request.user, note=f"{_('Supplier')}: {supplier or _('nobody')}"
                )
        messages.success(self.request, _("Kept: %(name)s.") % {"name": supplier or _("nobody")})
        return True

    def _tell(self, note):
        """The log, and the stories that show one of them; those of a whole supplier hear of it with the clock's next look."""
        ids = [photo.pk for photo in self.photos]
        for photo in self.photos:
            record.write("photo_rights", photo, by=self.request.user, note=note)
        if ids:
            transaction.on_commit(lambda: signals.photos_changed.send(None, photo_ids=ids))


def _ids(written: str) -> set[int]:
    return {int(one) for one in written.split(",")[:MOST] if one.strip().isdecimal() and len(one) < 19}


def _may_set(user, photos) -> set[int]:
    asked = Photo.objects.filter(pk__in=[photo.pk for photo in photos])
    return set(rights.granted(user, "photo.set_rights", asked).values_list("pk", flat=True))


def _thumb(photo: Photo) -> dict:
    width, height = crops.scaled(photo.size, min(desk.THUMB, photo.width))
    drawn = bool(photo.renditions.all())
    src = reverse("admin:media_photo_thumb", args=[photo.pk, desk.THUMB]) if drawn else ""
    return {"src": src, "width": width, "height": height, "words": str(photo)}


def panel(user, photo: Photo) -> dict:
    """What the photograph's own page shows of its rights."""
    return {
        "state": photo.rights(),
        "remarks": clearing.remarks(photo),
        "leases": [one for one in leases_of(photo) + supplier_leases(photo) if not one["lifted"]],
        "supplier": photo.supplier,
        "quota": quota_line(photo.supplier),
        "url": f"{reverse('admin:media_photo_rights')}?ids={photo.pk}"
        if user.has_perm("photo.set_rights", photo)
        else "",
    }


def quota_line(supplier: Supplier | None) -> str:
    if supplier is None or supplier.quota is None:
        return ""
    count = {"used": quotas.used(supplier, timezone.now()), "quota": supplier.quota}
    return _("%(used)d of %(quota)d pictures of this month are taken.") % count


def leases_of(photo: Photo) -> list[dict]:
    return [_lease(one) for one in photo.leases.select_related("by", "lifted_by").order_by("-pk")]


def supplier_leases(photo: Photo) -> list[dict]:
    if photo.supplier_id is None:
        return []
    leases = photo.supplier.leases.standing().select_related("by").order_by("-pk")
    contract = [
        {"words": _words(term), "reason": term.reason, "lifted": "", "who": ""} for term in photo.supplier.contract
    ]
    return contract + [_lease(one, of=photo.supplier.name) for one in leases]


def _shared_leases(photos) -> list[dict]:
    """The leases that several photographs have alike, as one line each."""
    alike: dict[tuple, list[Lease]] = {}
    asked = Lease.objects.standing().filter(photo__in=photos).select_related("by", "lifted_by").order_by("-pk")
    for lease in asked:
        alike.setdefault((lease.term, lease.by_id), []).append(lease)
    lines = []
    for leases in alike.values():
        count = ngettext("%(count)d photograph", "%(count)d photographs", len(leases)) % {"count": len(leases)}
        lines.append(_lease(leases[0]) | {"pk": ",".join(str(one.pk) for one in leases), "of": count})
    return lines


def _lease(lease: Lease, of: str = "") -> dict:
    """A lease in words: what, when, why, who said so."""
    who = _("read from the file") if lease.is_read else _name(lease.by)
    return {
        "pk": lease.pk,
        "words": _words(lease.term),
        "reason": lease.reason,
        "of": of,
        "who": _("%(who)s, %(when)s") % {"who": who, "when": terms.said(lease.at)} if who else terms.said(lease.at),
        "lifted": _("%(who)s, %(when)s") % {"who": _name(lease.lifted_by) or _("the desk"), "when": terms.said(lease.lifted_at)}
        if lease.lifted_at
        else "",
    }  # fmt: skip


def _name(user) -> str:
    return user.get_full_name() or user.get_username() if user else ""


def _words(term: terms.Term) -> str:
    """`not allowed, all uses: from 1-5-2026, until 3-5-2026`."""
    what = {terms.DENY: _("Not allowed"), terms.ALLOW: _("Allowed only"), terms.ONCE: _("One story only")}[term.rule]
    parts = [what] if term.use == terms.ALL else [f"{what} ({Lease.Use(term.use).label})"]
    if term.starts_at:
        parts.append(_("from %(when)s") % {"when": terms.said(term.starts_at)})
    if term.ends_at:
        parts.append(_("until %(when)s") % {"when": terms.until(term.ends_at)})
    return " ".join(parts)
