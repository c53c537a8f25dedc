"""What must travel upward. newsroom/apps.py connects the receivers; nothing here knows them."""

from django.dispatch import Signal

articles_changed = Signal()
"""Sent on commit after readers' rows changed. kwargs: keys, the cache keys concerned (`article-7`, `section-2`, `front` …)."""
