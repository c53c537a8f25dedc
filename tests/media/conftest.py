"""Every test of media keeps its files in a folder of its own, and reads messages in English."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def files_apart(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        **{
            name: {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": tmp_path / name},
            }
            for name in ("originals", "renditions")
        },
    }
    return tmp_path
