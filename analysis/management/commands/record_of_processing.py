from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from analysis.personal.record import record_of_processing


class Command(BaseCommand):
    help = "Writes the record of processing (GDPR Art. 30) from the registry of participant data, as Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(record_of_processing(), ending="")
