"""Before any setting is read: what tests write goes to a folder of its own, which goes with them."""

import atexit
import os
import shutil
import tempfile

os.environ["NEWSROOM_VAR"] = folder = tempfile.mkdtemp(prefix="newsroom-tests-")
atexit.register(shutil.rmtree, folder, ignore_errors=True)
