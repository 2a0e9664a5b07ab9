from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from analysis.journal.forgetting import clear_before


class Command(BaseCommand):
    help = "Delete what the history of studies says about acts longer ago than so many days; they can't be undone then."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=365, help="how much stays; 365 if nothing is said")

    def handle(self, *args: Any, days: int, **options: Any) -> None:
        gone = clear_before(timezone.now() - timedelta(days=days))
        self.stdout.write(f"{gone} acts from before the last {days} days are no longer in the history.")
