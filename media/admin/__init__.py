"""The picture desk, under /admin/media/photo/."""

from media.admin.photo import PhotoAdmin

__all__ = ["PhotoAdmin"]
