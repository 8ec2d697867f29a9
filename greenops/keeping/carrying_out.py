"""What the rules do: each counts what is older than a moment, and with act=True removes it."""

from datetime import datetime
from pathlib import Path
from typing import Protocol

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session

from greenops.annual_return.activity import files
from greenops.keeping.kept_archives import forget, kept_archives
from travel import retention


class Action(Protocol):
    def __call__(self, *, before: datetime, act: bool) -> int: ...


def delete_sessions(*, before: datetime, act: bool) -> int:
    ended = Session.objects.filter(expire_date__lt=before)
    return ended.delete()[0] if act else ended.count()


def delete_sign_in_attempts(*, before: datetime, act: bool) -> int:
    old = [model.objects.filter(attempt_time__lt=before) for model in (AccessAttempt, AccessFailureLog, AccessLog)]
    count = sum(attempts.count() for attempts in old)
    for attempts in old if act else ():
        attempts.delete()
    return count


def delete_old_backups(*, before: datetime, act: bool) -> int:
    """Archives of the list that are older, never the newest one, and never a file that is not on the list."""
    folder = Path(settings.BACKUP_DIR)
    old = [kept for kept in kept_archives(folder)[1:] if kept.at < before and Path(kept.name).name == kept.name]
    if act and old:
        for kept in old:
            (folder / kept.name).unlink(missing_ok=True)
        forget(folder, {kept.name for kept in old})
    return len(old)


ACTIONS: dict[str, Action] = {
    action.__name__: action
    for action in (
        retention.remove_names,
        retention.remove_originals,
        retention.remove_left_behind,
        retention.remove_stray_files,
        files.remove_unconfirmed,
        delete_sessions,
        delete_sign_in_attempts,
        delete_old_backups,
    )
}
