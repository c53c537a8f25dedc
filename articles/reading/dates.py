"""Days and hours as the paper prints them, on the paper's clock. Pages are kept, so never "5 minutes ago"."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import get_language

VIETNAMESE_DAYS = ["Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật"]
ENGLISH_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
ENGLISH_MONTHS = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
]  # fmt: skip


def _vietnamese():
    return (get_language() or "vi").startswith("vi")


def long_day(day):
    """Thứ hai, 23-11-2026; in English Monday 23 November 2026."""
    if _vietnamese():
        return f"{VIETNAMESE_DAYS[day.weekday()]}, {day.day}-{day.month}-{day.year}"
    return f"{ENGLISH_DAYS[day.weekday()]} {day.day} {ENGLISH_MONTHS[day.month - 1]} {day.year}"


def clock(moment):
    return f"{timezone.localtime(moment):%H:%M}"


def long_moment(moment):
    """The day and the hour: Thứ hai, 23-11-2026, 16:42."""
    return f"{long_day(timezone.localtime(moment))}, {clock(moment)}"


def short_moment(moment, today=None):
    """For lists: the hour of a story of today, else the day, with its year where that is another.

    16:42, 21-11, 30-12-2025.
    """
    today = today or timezone.localdate()
    moment = timezone.localtime(moment)
    if moment.date() == today:
        return f"{moment:%H:%M}"
    year = moment.year != today.year
    if _vietnamese():
        return f"{moment.day}-{moment.month}" + (f"-{moment.year}" if year else "")
    return f"{moment.day} {ENGLISH_MONTHS[moment.month - 1][:3]}" + (f" {moment.year}" if year else "")


def changed_moment(first, changed):
    """When a story was changed: the hour alone on the day it was published."""
    if timezone.localtime(first).date() == timezone.localtime(changed).date():
        return clock(changed)
    changed = timezone.localtime(changed)
    return f"{clock(changed)}, {short_moment(changed, today=timezone.localtime(first).date())}"


def next_midnight(now=None):
    """When today's date line becomes yesterday's."""
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def day_bounds(day):
    """The first moment of a day on the paper's clock, and of the day after it."""
    first = timezone.make_aware(datetime.combine(day, time.min))
    return first, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
