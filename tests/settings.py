"""The newsroom's settings, in a folder of their own, with passwords that cost nothing and static files under plain names."""

import atexit
import os
import shutil
import tempfile

os.environ["NEWSROOM_VAR"] = folder = tempfile.mkdtemp(prefix="newsroom-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)

from newsroom.settings import *  # noqa: E402, F403
from newsroom.settings import DATABASES, STORAGES, VAR  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file as in the newsroom itself: a database in memory locks otherwise. Nothing needs to survive a power cut here.
    DATABASES["default"]["TEST"] = {"NAME": VAR / "tests.sqlite3"}
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
