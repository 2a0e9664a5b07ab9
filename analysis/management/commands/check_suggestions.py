from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from analysis.quoting.suggestions import check
from studies.models import Study


class Command(BaseCommand):
    help = "How often a theme that people chose would have been among the three suggested: each interview guessed by the others."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("study", nargs="?", help="id of a study; without one, the sample study")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = {"pk": options["study"]} if options["study"] else {"is_sample": True}
        study = Study.objects.filter(**chosen).first()
        if study is None:
            raise CommandError("There is no such study here. Load the sample with: manage.py sample_study")
        hits = check(study)
        self.stdout.write(f"{hits.quotes} tagged quotes, each interview guessed by the others.")
        if hits.quotes:
            self.stdout.write(
                f"One of its themes among the three suggested: {hits.model} ({hits.model / hits.quotes:.0%})"
            )
            self.stdout.write(
                f"Among the three most used themes:               {hits.most_used} ({hits.most_used / hits.quotes:.0%})"
            )
