"""Settings of the tests: the same, with everything slow or shared taken out."""

import os
import tempfile

os.environ.setdefault("GREENOPS_VAR", tempfile.mkdtemp(prefix="greenops-test-"))

from greenops.settings import *  # noqa: E402, F403
from greenops.settings import MIDDLEWARE, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("whitenoise")]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
