"""Before any setting is read: what tests write goes to a folder of its own, which goes with them."""

import atexit
import os
import shutil
import tempfile

if "NEWSROOM_VAR" not in os.environ:
    os.environ["NEWSROOM_VAR"] = tempfile.mkdtemp(prefix="newsroom-tests-")
    atexit.register(shutil.rmtree, os.environ["NEWSROOM_VAR"], ignore_errors=True)
