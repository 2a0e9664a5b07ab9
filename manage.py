#!/usr/bin/env python
"""Django's commands. Those that need the database join the embedded one, or start it for as long as they take."""

import os
import sys
from contextlib import AbstractContextManager, nullcontext

WITHOUT_DATABASE = {"check", "collectstatic", "diffsettings", "findstatic", "help", "makemigrations", "version"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.postgres import CannotStart

    try:
        with database(sys.argv[1:2]):
            execute_from_command_line(sys.argv)
    except CannotStart as reason:
        sys.exit(f"The database can't start. {reason}")


def database(command: list[str]) -> AbstractContextManager[None]:
    if not command or command[0].startswith("-") or command[0] in WITHOUT_DATABASE:
        return nullcontext()
    from config.embedded import embedded_database
    from config.state import state_folder

    return embedded_database(state_folder())


if __name__ == "__main__":
    main()
