from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import Workspace
from analysis.sample import load_sample


class Command(BaseCommand):
    help = "Load the sample study, with invented people, into an empty database."

    def handle(self, *args: Any, **options: Any) -> None:
        if Workspace.objects.exists():
            self.stdout.write("There are workspaces already; the sample study was left out.")
            return
        owner, study = load_sample()
        self.stdout.write(f"Loaded “{study}” for {owner.email}.")
