"""Settings of the tests: the same, with everything slow or shared taken out."""

import os
import tempfile

if "GREENOPS_VAR" not in os.environ:
    os.environ["GREENOPS_VAR"] = tempfile.mkdtemp(prefix="greenops-test-")

from greenops.settings import *  # noqa: E402, F403
from greenops.settings import DATABASES, MIDDLEWARE, STORAGES, VAR_DIR  # noqa: E402

# A file, not memory: the live server and the worker of the queue tests are other threads and processes.
DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
