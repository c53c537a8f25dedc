from importlib import import_module

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "newsroom"

    def ready(self):
        from django.conf import settings
        from django.db.models.signals import post_migrate

        from newsroom import logs

        import_module("newsroom.checks")  # registers them
        logs.configure(settings.LOG_LEVEL)
        post_migrate.connect(_install_triggers, sender=self)
        _connect()


def _install_triggers(*, using, **_others):
    """After every migrate: altering a SQLite table drops the triggers on it."""
    from django.db import connections

    from articles.models import Event, guard
    from newsroom import edition

    connection = connections[using]
    edition.install(connection)
    if Event._meta.db_table in connection.introspection.table_names():
        guard.protect(connection)


def _connect():
    """The only place where an app's signal meets its receiver, and where media learns who knows stories, people and the log."""
    from articles import makers as people
    from articles import showing
    from articles.signals import articles_changed
    from media import corrections, makers, record, stories, uses, versions, withdrawal
    from media.signals import photos_changed
    from newsroom import purge

    articles_changed.connect(purge.on_change, dispatch_uid="tell the caches in front")
    photos_changed.connect(_redraw, dispatch_uid="redraw stories of changed photographs")
    stories.lend(find=_find_stories, give=_give_pictures)
    withdrawal.lend(withdrawal.Stories(showing.find, showing.hold, showing.live, showing.redraw, showing.record))
    makers.lend(note=people.note, of=people.of, press=people.press)
    uses.lend(find=_find_uses, find_all=_find_uses_of_all, ran=_count_ran, relations=USES)
    record.lend(_record)
    corrections.lend(tell=_tell_of_words, change=_change_a_picture, leave=_leave_a_picture)
    versions.lend(_propose_newer)


# A story's lead and link card are figures, too.
USES = [("articles.Figure", "photo"), ("articles.PictureUse", "photo"), ("articles.Contributor", "portrait")]


def _find_stories(*asked):
    from articles.admin import receiving  # the desk is not there yet while the apps get ready

    return receiving.find(*asked)


def _give_pictures(*given):
    from articles.admin import receiving

    return receiving.give(*given)


def _find_uses(*asked):
    from articles.admin import photouses

    return photouses.find(*asked)


def _find_uses_of_all(*asked):
    from articles.admin import ownuses

    return ownuses.find_all(*asked)


def _count_ran(*asked):
    from articles.admin import ownuses

    return ownuses.count_ran(*asked)


def _tell_of_words(photo, **facts):
    from articles import picture_changes

    picture_changes.tell(photo, **facts)


def _change_a_picture(*asked, **facts):
    from articles import picture_changes

    return picture_changes.change(*asked, **facts)


def _leave_a_picture(*asked):
    from articles import picture_changes

    picture_changes.leave(*asked)


def _propose_newer(older, newer, **facts):
    from articles import picture_changes

    picture_changes.propose(older, newer, **facts)


def _record(act, **facts):
    from articles.models import Event

    Event.record(act, **facts)


def _redraw(*, photo_ids, **_others):
    from articles import clock, publishing

    clock.end_rights_of(photo_ids)
    publishing.redraw_for_photos(photo_ids)
