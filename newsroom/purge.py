"""Shared caches in front of us (a CDN, Varnish) are told by key what to fetch again. Sent from the task queue, tried again."""

import logging
import urllib.error
import urllib.request
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django_tasks import task

log = logging.getLogger("newsroom.purge")
TRIES = 8
PATIENCE = 5  # seconds for one answer


def on_change(*, keys, **_others):
    """Receives articles.signals.articles_changed, after commit. Without PURGE_URL there is nobody to tell."""
    if settings.PURGE_URL:
        purge.enqueue(keys=list(keys), attempt=1)


@task()
def purge(keys, attempt):
    """POST the keys to PURGE_URL: in `Surrogate-Key` (Fastly, Varnish xkey) and `Cache-Tag` (Cloudflare and others).

    A cache that does not take it is asked again after 2, 4, 8 … seconds, TRIES times in all; max-age bounds what then is stale.
    """
    request = urllib.request.Request(
        settings.PURGE_URL,
        data=b"",
        method="POST",
        headers={"Surrogate-Key": " ".join(keys), "Cache-Tag": ",".join(keys), "Fastly-Soft-Purge": "1"},
    )
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):
            return
    except (urllib.error.URLError, OSError) as error:
        if attempt >= TRIES:
            log.error("The cache at PURGE_URL did not take %s after %s tries: %s", keys, attempt, error)
            return
        later = timezone.now() + timedelta(seconds=2**attempt)
        purge.using(run_after=later).enqueue(keys=keys, attempt=attempt + 1)
