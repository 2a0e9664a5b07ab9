"""`python -m tests.resilience app --rounds 1000 --seed 7`: one long run. It prints its seed and one row of a table, and
ends with 1 where something is wrong; with `--broken GUARD`, which must be noticed, where nothing is.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys

RUNS = {"app": "kill_app", "database": "kill_database", "thrice": "thrice", "load": "load", "streams": "idle_streams"}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.resilience", description=__doc__)
    parser.add_argument("run", choices=RUNS)
    parser.add_argument("--rounds", type=int, default=30, help="or sequences, seconds, streams")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--broken", default="", help="a guard to take out; the run must then fail")
    parser.add_argument("--whole", action="store_true", help="app: every restart from the command line on")
    options = parser.parse_args()
    more = {name: value for name in ("broken", "whole") if (value := getattr(options, name))}
    print(f"{options.run}, {options.rounds} rounds, seed {options.seed}", *more.items(), flush=True)
    module = importlib.import_module(f"tests.resilience.{RUNS[options.run]}")
    result = module.run(options.rounds, options.seed, **more)
    print(result.row(), flush=True)
    if options.broken:
        print("It was noticed." if not result.verdict.good else "It was NOT noticed.", flush=True)
    sys.exit(int(result.verdict.good == bool(options.broken)))


if __name__ == "__main__":
    main()
