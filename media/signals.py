"""What media tells the floors above it; newsroom/apps.py connects it to whoever must act."""

from django.db import transaction
from django.dispatch import Signal

# Sent on commit, with photo_ids: the words, the focal point or the pictures of these photographs have changed.
photos_changed = Signal()


def tell_of_changes(photo_id: int, *, needs_pictures: bool = False) -> None:
    """Once the transaction stands: tell the stories, and have the pictures of a moved focal point made."""

    def tell():
        if needs_pictures:
            from media.tasks import make_renditions  # tasks stand on the models, which stand on this

            make_renditions.enqueue(photo_id)
        photos_changed.send(None, photo_ids=[photo_id])

    transaction.on_commit(tell)
