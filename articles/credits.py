"""Credit lines: who did what in a story, read from the line as newspapers print it and printed again. Pure."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody did for a story."""

    TEXT = "text", _("text")
    PHOTO = "photo", _("photo")
    VIDEO = "video", _("video")
    GRAPHICS = "graphics", _("graphics")
    ILLUSTRATION = "illustration", _("illustration")
    DESIGN = "design", _("design")
    CAMERA = "camera", _("camera")
    VIDEO_EDIT = "video_edit", _("video editing")
    EDITOR = "editor", _("editing")
    TRANSLATOR = "translator", _("translation")
    COMPILER = "compiler", _("compilation")
    MADE_BY = "made_by", _("production")
    DESK = "desk", _("desk")
    SOURCE = "source", _("source")


@dataclass(frozen=True)
class Credit:
    """One person, desk or agency in one role, the name as printed."""

    name: str
    role: str


@dataclass
class Reading:
    """What a credit line says.

    certain   False where a reader would have to guess: the credits are then a proposal for a person
    remarks   what made it uncertain, in words for the desk
    place     where the writer was, if the line says so: `Trọng Giáp (từ Singapore)`
    """

    credits: list[Credit]
    certain: bool = True
    remarks: list[str] = field(default_factory=list)
    place: str | None = None
