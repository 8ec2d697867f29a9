"""What stops a backup, a restore or a retention rule."""


class KeepingRefused(Exception):
    """One sentence or two: what cannot be done, where, and what to do next. Nothing was changed."""
