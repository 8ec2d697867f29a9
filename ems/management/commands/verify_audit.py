"""`manage.py verify_audit`: proves that no event was changed, removed or put in afterwards."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ems.audit import FIRST_HASH, broken_links
from ems.models import Event


class Command(BaseCommand):
    help = "Walk the chain of events. Exit 0: it holds. Exit 1: a sentence for each break."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = list(broken_links())
        if broken:
            raise CommandError("\n".join(broken))
        head = Event.objects.order_by("-sequence").first()
        count = Event.objects.count()
        self.stdout.write(f"{count} events, the chain holds. Head: {head.hash if head else FIRST_HASH}")
