"""A worker process that does one piece of work and is killed by itself at a chosen moment.

Told on its standard input: database (its settings), media, work, batch, and moment: a function of ours by its dotted
name, on the call of which the process gets SIGKILL; empty for none.
"""

import importlib
import json
import os
import signal
import sys
from typing import Any


def main() -> None:
    told = json.load(sys.stdin)
    os.environ["DJANGO_SETTINGS_MODULE"] = "greenops.settings_test"
    import django
    from django.conf import settings

    settings.DATABASES["default"] = told["database"]
    settings.MEDIA_ROOT = told["media"]
    django.setup()
    if told["moment"]:
        module, _, name = told["moment"].rpartition(".")
        place: Any = importlib.import_module(module)
        setattr(place, name, lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL))
    from travel import actions

    getattr(actions, told["work"])(told["batch"])


if __name__ == "__main__":
    main()
