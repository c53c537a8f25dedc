"""The rule sheet: states, acts, who may, what must hold, what happens. Every act of every door goes through perform().

The clock is one of the actors. A condition returns what to tell the person, or nothing.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import drafting, ending, publishing
from articles.models import Article, Event, Figure, PublishedArticle, Revision, State
from articles.permissions import edit_action, is_own, may
from newsroom import text

CLOCK = object()
"""The actor who puts out what was approved for an hour, and does nothing else."""

DRAFT, IN_REVIEW, SCHEDULED, LIVE, WITHDRAWN = (
    State.DRAFT,
    State.IN_REVIEW,
    State.SCHEDULED,
    State.LIVE,
    State.WITHDRAWN,
)


class Refused(Exception):
    """An act that did not happen, with the reasons in words for the person who tried. Nothing was changed."""

    def __init__(self, *reasons):
        super().__init__(" ".join(str(reason) for reason in reasons))
        self.reasons = [str(reason) for reason in reasons]


@dataclass
class Ask:
    """What was asked: who, why, which revision, for when, standing where, with which change to its pictures (see rewording)."""

    by: object
    note: str = ""
    revision: Revision | None = None
    at: object = None
    standing: int | None = None
    change: object = None
    data: dict = field(default_factory=dict)
    now: object = field(default_factory=timezone.now)
    hour_is_open: bool = False
    found: dict = field(default_factory=dict)  # what the act itself has to tell the log


@dataclass(frozen=True)
class Transition:
    act: str
    label: str
    sources: frozenset
    to: str | None
    who: object
    must_hold: tuple = ()
    then: object = None


# Conditions -----------------------------------------------------------------------------------------------------------


def has_headline(article, ask):
    if not article.headline:
        return _("The story has no headline. Write one at the top; the text is kept.")


def has_text(article, ask):
    if not article.body and not article.lead_photo_id:
        return _("The story has no text yet.")


def has_section(article, ask):
    if article.section_id is None:
        return _("The story has no section. Choose one under “Section and tags”.")


def has_credit_line(article, ask):
    if not article.credit_line.strip():
        return _("The credit line is empty. Type it as it prints, for example “Tin, ảnh: …”.")


def has_note(article, ask):
    if not ask.note:
        return _("Say why in the note; the writer and the log will show it.")


def has_hour(article, ask):
    if ask.at is None:
        return _("Choose the day and the hour.")
    if ask.at <= ask.now:
        return _("That hour has passed. Choose one that lies ahead, or publish now.")


def hour_has_come(article, ask):
    if article.publish_at is None or article.publish_at > ask.now:
        return _("The hour has not come.")


def has_revision(article, ask):
    if ask.revision is None or ask.revision.article_id != article.pk:
        return _("Choose the version to bring back.")


def pictures_may_go_public(article, ask):
    """Caption and credit of each placed photograph, its terms and its supplier's quota at the hour that is asked for; a second
    person for those that were flagged.
    """
    return publishing.picture_faults(article, None if ask.hour_is_open else ask.at or ask.now, by=ask.by) or None


def has_ended_pictures(article, ask):
    if not ending.ended(article, ask.now):
        return _("Readers may have all pictures of this story.")


def has_place(article, ask):
    if ask.standing is None:
        return _("Choose the place on the front.")


def is_text_that_was_live(article, ask):
    """Brought back as it was; another text needs somebody who may publish it."""
    if ask.by is None or may(ask.by, "article.publish", article):
        return None
    taken_down = Event.objects.filter(article_id=article.pk, act="withdraw").order_by("-id").first()
    was = taken_down and Revision.objects.select_related("text").filter(pk=taken_down.revision_id).first()
    if was is None or not publishing.same_words(was.words(), drafting.words(article)):
        return _(
            "The text was changed since it was taken down, and nobody publishes their own text alone. Bring back the"
            " version that was live, or ask another editor."
        )


def has_something_new(article, ask):
    if article.state == LIVE and not publishing.differs_from_live(article) and ask.standing in (None, article.standing):
        return _("Readers already have this text.")


def changes_a_picture(article, ask):
    if not (ask.change and ask.change(_frozen(article).words())):
        return _("The story does not show that any more, so there is nothing to change. Nothing was done.")


# What happens ---------------------------------------------------------------------------------------------------------


def go_live(article, ask):
    revision = drafting.freeze(article, by=ask.by, kind=Revision.Kind.PUBLISH)
    _end_schedule(article)
    if not publishing.go_live(article, revision, standing=ask.standing, now=ask.now):
        raise Refused(*publishing.picture_faults(article, by=ask.by))  # one was taken away a moment ago
    return revision


def go_live_as_approved(article, ask):
    revision = article.scheduled_revision
    _end_schedule(article)
    publishing.go_live(article, revision, standing=None, now=ask.now)
    return revision


def set_hour(article, ask):
    revision = drafting.freeze(article, by=ask.by, kind=Revision.Kind.PUBLISH)
    article.publish_at, article.scheduled_revision = ask.at, revision
    if ask.standing is not None:
        article.standing = ask.standing
    drafting.write_figures(article, revision.words(), where=Figure.Where.SCHEDULED)
    return revision


def forget_hour(article, ask):
    revision = article.scheduled_revision
    _end_schedule(article)
    return revision


def hand_in(article, ask):
    return drafting.freeze(article, by=ask.by, kind=Revision.Kind.SUBMIT)


def move_on_front(article, ask):
    return publishing.place(article, ask.standing)


def end_pictures(article, ask):
    revision, ask.note, ask.found = ending.take_out(article, now=ask.now)
    return revision


def take_down(article, ask):
    return publishing.take_down(article, now=ask.now)


def bring_back(article, ask):
    try:
        return drafting.restore(article, ask.revision, by=ask.by)
    except drafting.Refused as refusal:
        raise Refused(*refusal.reasons) from refusal


def change_a_picture(article, ask):
    """Into what readers have, or get at the hour, comes this change and nothing else that was typed since; the working copy
    gets it, too."""
    out, working = _frozen(article).words(), drafting.words(article)
    revision = None
    if not publishing.same_words(out, working):
        kept = {**out, **ask.change(out)}
        revision = drafting.freeze_beside(article, kept, by=ask.by, kind=Revision.Kind.PUBLISH, reason=ask.note)
    for name, value in ask.change(working).items():
        setattr(article, name, value)
    article.updated_by, article.updated_at = ask.by, ask.now
    kind = Revision.Kind.PUBLISH if revision is None else Revision.Kind.SAVE
    newest = drafting.freeze(article, by=ask.by, kind=kind, reason=ask.note)
    drafting.write_figures(article, vars(article), where=Figure.Where.WORKING)
    revision = revision or newest
    if article.state == SCHEDULED:
        article.scheduled_revision = revision
        drafting.write_figures(article, revision.words(), where=Figure.Where.SCHEDULED)
    else:
        publishing.go_live(article, revision, standing=None, now=ask.now)
    return revision


def _frozen(article):
    """The version that readers have, or get at the hour."""
    if article.state == SCHEDULED:
        return article.scheduled_revision
    return PublishedArticle.objects.select_related("revision__text").get(pk=article.pk).revision


def _end_schedule(article):
    if article.scheduled_revision_id is not None:
        article.publish_at = article.scheduled_revision = None
        drafting.forget_figures(article, where=Figure.Where.SCHEDULED)


READY = (has_headline, has_text, has_section, has_credit_line, pictures_may_go_public)

# fmt: off
TABLE = [
    #          act           the word                        from                                   to          who may                     must hold                      then
    Transition("submit",     gettext_lazy("Send"),           frozenset({DRAFT}),                    IN_REVIEW,  "article.submit",           (has_headline, has_text, has_section), hand_in),
    Transition("recall",     gettext_lazy("Recall"),         frozenset({IN_REVIEW}),                DRAFT,      "article.recall"),
    Transition("return",     gettext_lazy("Return"),         frozenset({IN_REVIEW}),                DRAFT,      "article.return",           (has_note,)),
    Transition("publish",    gettext_lazy("Publish"),        frozenset({IN_REVIEW, SCHEDULED}),     LIVE,       "article.publish",          READY,                         go_live),
    Transition("update",     gettext_lazy("Publish update"), frozenset({LIVE}),                     LIVE,       "article.publish",          (*READY, has_something_new),   go_live),
    Transition("arrange",    gettext_lazy("Move"),           frozenset({LIVE}),                     LIVE,       "homepage.arrange",         (has_place,),                  move_on_front),
    Transition("schedule",   gettext_lazy("Schedule"),       frozenset({IN_REVIEW, SCHEDULED}),     SCHEDULED,  "article.schedule",         (*READY, has_hour),            set_hour),
    Transition("unschedule", gettext_lazy("Unschedule"),     frozenset({SCHEDULED}),                IN_REVIEW,  "article.unschedule",       (),                            forget_hour),
    Transition("release",    gettext_lazy("Publish"),        frozenset({SCHEDULED}),                LIVE,       CLOCK,                      (hour_has_come,),              go_live_as_approved),
    Transition("expire",     gettext_lazy("Rights ended"),   frozenset({LIVE}),                     LIVE,       CLOCK,                      (has_ended_pictures,),         end_pictures),
    Transition("withdraw",   gettext_lazy("Take down"),      frozenset({LIVE}),                     WITHDRAWN,  "article.withdraw",         (has_note,),                   take_down),
    Transition("republish",  gettext_lazy("Restore"),        frozenset({WITHDRAWN}),                LIVE,       "article.restore_live",     (*READY, has_note, is_text_that_was_live), go_live),
    Transition("picture",    gettext_lazy("Correct a picture"), frozenset({SCHEDULED, LIVE}),       None,       "article.correct",          (changes_a_picture,),          change_a_picture),
    Transition("restore",    gettext_lazy("Restore version"), frozenset(State),                      None,       "article.restore_revision", (has_revision,),               bring_back),
]
# fmt: on
ACTS = {transition.act: transition for transition in TABLE}


def perform(
    act,
    article,
    *,
    by,
    note="",
    revision=None,
    at=None,
    standing=None,
    change=None,
    data=None,
    expect_version=None,
    now=None,
):
    """Do one act: one transaction, the row locked, an Event written. Raises Refused and changes nothing otherwise.

    expect_version   the version that the person had before their eyes; a newer one refuses the act.
    now              when it counts as done, for imports and the demo; else now.
    Returns the Event. The article passed in is brought up to date.
    """
    transition = ACTS[act]
    ask = Ask(
        by=by, note=text.clean(note).strip(), revision=revision, at=at, standing=standing, change=change,
        data=data or {}, now=now or timezone.now(),
    )  # fmt: skip
    with transaction.atomic():
        row = Article.objects.select_for_update().get(pk=article.pk)
        _refuse_unless_allowed(transition, row, ask)
        if expect_version is not None and row.version != expect_version:
            raise Refused(
                _("The story was changed by somebody else meanwhile. Look at their text first; nothing was done.")
            )
        if reasons := [reason for check in transition.must_hold for reason in _as_list(check(row, ask))]:
            raise Refused(*reasons)
        before = row.state
        ask.by = None if by is CLOCK else by
        used = transition.then(row, ask) if transition.then else None
        row.state = transition.to or row.state
        row.state_note, row.state_by, row.state_at = ask.note, ask.by, ask.now
        row.returned = act == "return" or (row.returned and row.state == DRAFT and act == "restore")
        row.version += 1
        row.save()
        event = Event.record(
            act,
            at=ask.now,
            by=ask.by,
            article_id=row.pk,
            photo_id=ask.data.get("photo"),
            revision_id=used.pk if used else None,
            from_state=before,
            to_state=row.state,
            note=ask.note,
            data=_particulars(transition, row, ask),
        )
    for column in Article._meta.concrete_fields:
        setattr(article, column.attname, getattr(row, column.attname))
    return event


def _particulars(transition, article, ask):
    """What the log keeps beside who and why: the hour asked for, and that one person alone put their own text live."""
    particulars = {**ask.data, **({"at": ask.at.isoformat()} if ask.at else {}), **ask.found}
    if settings.SINGLE_EDITOR and ask.by is not None and transition.who in {"article.publish", "article.schedule"}:
        particulars |= {"single_editor": True} if is_own(ask.by, article) else {}
    return particulars


def acts_for(user, article):
    """The transitions that this person may try on this story as it stands, in the order of the sheet.

    A picture is corrected from its own page, which knows the change.
    """
    return [
        transition
        for transition in TABLE
        if transition.who is not CLOCK
        and transition.then is not change_a_picture
        and article.state in transition.sources
        and _may(user, transition, article)
    ]


def _may(user, transition, article):
    """Bringing a version back is typing, too: it takes the right to type in the story as it stands."""
    typing = transition.then is bring_back
    return may(user, transition.who, article) and (not typing or may(user, edit_action(article), article))


def faults(act, article, *, by=None, standing=None):
    """What still stands in the way of an act, in words; what only the dialog asks for (note, hour, version) is left out."""
    asked_later = {has_note, has_hour, has_revision, has_place}
    ask = Ask(by=by, standing=standing, hour_is_open=act == "schedule")
    checks = [check for check in ACTS[act].must_hold if check not in asked_later]
    return [reason for check in checks for reason in _as_list(check(article, ask))]


def _refuse_unless_allowed(transition, article, ask):
    if article.state not in transition.sources:
        raise Refused(
            _("“%(act)s” does not fit: the story is %(state)s now. Reload the page; nothing was changed.")
            % {"act": transition.label, "state": article.get_state_display()}
        )
    if transition.who is CLOCK or ask.by is CLOCK:
        if not (transition.who is CLOCK and ask.by is CLOCK):
            raise Refused(_("Only the clock does this."))
        return
    if not _may(ask.by, transition, article):
        own_text = transition.who in {"article.publish", "article.schedule"} and may(ask.by, transition.who)
        raise Refused(
            _("Nobody publishes their own text alone. Ask another editor to publish it.")
            if own_text and is_own(ask.by, article)
            else _("You may not do this to this story. Ask its section editor.")
        )


def _as_list(reasons):
    return reasons if isinstance(reasons, list) else [reasons] if reasons else []
