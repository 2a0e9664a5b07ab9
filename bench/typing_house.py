"""What bench/throughline_typing.mjs types into: a durable database of its own, a person signed in, and a call for each room.

Talks in lines of JSON: first where everything is; then for each name of a room that comes in, the interview it got. Ends, and
takes the database with it, when nobody talks to it any more.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def main() -> None:
    from bench.__main__ import analyze, fresh_database
    from bench.capture import call_with
    from bench.generate import SIZES, generate
    from bench.served import collected, cookie_of, environment

    with fresh_database("1%"):
        study = generate(SIZES["1%"])
        analyze()
        collected()
        ours = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "THROUGHLINE_VAR")
        env = {name: value for name, value in environment().items() if name in ours}
        say(
            env=env,
            python=sys.executable,
            study=str(study.pk),
            user=study.owner.pk,
            cookie=list(cookie_of(study.owner)),
        )
        for room in sys.stdin:
            say(room=room.strip(), interview=call_with(study, lines=0).pk)


def say(**what: Any) -> None:
    print(json.dumps(what), flush=True)


if __name__ == "__main__":
    from bench.__main__ import start

    start(main)
