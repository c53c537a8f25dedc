"""What media tells the floors above it; newsroom/apps.py connects it to whoever must act."""

from django.dispatch import Signal

# Sent on commit, with photo_ids: the words, the focal point or the pictures of these photographs have changed.
photos_changed = Signal()
