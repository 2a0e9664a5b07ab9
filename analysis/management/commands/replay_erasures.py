from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from accounts.counted import counted
from analysis.erasing.replaying import replay_erasures


class Command(BaseCommand):
    help = "After a restored backup: erase again whoever withdrew since it was made. Starting the server does it too."

    def handle(self, *args: Any, **options: Any) -> None:
        count = replay_erasures()
        self.stdout.write(
            "Nobody to erase again." if not count else f"{counted(count, 'person', 'people')} erased again."
        )
