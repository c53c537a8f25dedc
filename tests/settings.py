"""The newsroom's settings with passwords that cost nothing and static files under their plain names."""

from newsroom.settings import *  # noqa: F403
from newsroom.settings import DATABASES, STORAGES, VAR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file as in the newsroom itself: a database in memory locks otherwise. Nothing needs to survive a power cut here.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "tests.sqlite3"}
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
