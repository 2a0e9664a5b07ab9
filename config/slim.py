"""Our scripts as browsers get them: without comments and indentation, which are a fifth of what goes over the wire.

No minifier: names and line numbers stay, so that an error a person reports can be found in the source as it stands.
tests/config/test_static_files.py holds what this relies on: no template literal runs over a line's end.
"""

from __future__ import annotations

import re

BLOCK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*$", re.S | re.M)
LINE = re.compile(r"^[ \t]*//.*$", re.M)
# Without any quotation mark behind it, so that it can't be the inside of a string.
BEHIND = re.compile(r"[ \t]+// [^'\"`\n]*$", re.M)
INDENT = re.compile(r"^[ \t]+", re.M)


def slim(source: str) -> str:
    source = BLOCK.sub(lambda found: "\n" * found.group(0).count("\n"), source)
    for useless in (LINE, BEHIND, INDENT):
        source = useless.sub("", source)
    return source
