"""What a page says of an act: that it is done, or why it was refused."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from travel.actions import ActRefused
from travel.permissions import decides_for_all

T = TypeVar("T")


def done_or_refused(request: HttpRequest, act: Callable[[], T], said: str | Callable[[T], str]) -> bool:
    """Do it and leave a message. said: that it is done, or what says so of what the act gave. False where refused."""
    try:
        outcome = act()
    except ActRefused as refused:
        messages.error(request, str(refused))
        return False
    messages.success(request, said(outcome) if callable(said) else said)
    return True


def refuse_parts(request: HttpRequest) -> None:
    """What holds for all units is for those who look after all of them. Raises PermissionDenied."""
    if not decides_for_all(request.user):
        raise PermissionDenied
