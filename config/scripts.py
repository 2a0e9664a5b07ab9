"""Our scripts as browsers get them: minified, and the capture page's modules as one file.

Written for the modules of this house, which name what they import and export what they declare; whatever else it meets is
refused with its file and line. docs/decisions/0006-one-script-for-capture.md says why it isn't a bundler's work.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from posixpath import dirname, join, normpath

IMPORT = re.compile(r'^import (?:(?:\{(?P<names>[^}]*)\}|\* as (?P<whole>\w+)) from )?"(?P<path>\.[^"]+)";', re.M)
EXPORT = re.compile(r"^export (?=(?:async function\*?|function\*?|const|class) (\w+))", re.M)
# Other forms of the two; a second name in one export; a module that is fetched or asked about while the page runs.
LEFT_OVER = re.compile(r"^[ \t]*(?:import|export)\b.*|\bimport\s*\(.*|\bimport\.meta.*", re.M)
SEVERAL = re.compile(r"^export const \w+ = [^;\n(\[{`'\"]*,\s*\w+ =.*", re.M)


def minified(source: str) -> str:
    import minify  # here: a library with a runtime of its own, which a server has no use for once the files are collected

    # Closed by a semicolon, without which Django doesn't see that a last line is an import.
    return f"{minify.string('application/javascript', source)};"


def bundled(entry: str, read: Callable[[str], str]) -> str:
    """The module `entry` and all it imports, in one. Every import is run once, before its importers, as a browser would.

    `read` gives the text of a module by its path. Raises ValueError for modules that import each other in a circle, and for
    a form of import or export that isn't used here.
    """
    names: dict[str, str | None] = {}
    done: list[str] = []

    def add(path: str) -> None:
        names[path] = None  # under way
        source = read(path)
        for found in IMPORT.finditer(source):
            needed = normpath(join(dirname(path), found["path"]))
            if needed not in names:
                add(needed)
            elif names[needed] is None:
                raise ValueError(f"{path} and {needed} import each other.")

        def taken(found: re.Match[str]) -> str:
            name = names[normpath(join(dirname(path), found["path"]))]
            if found["whole"]:
                return f"const {found['whole']} = {name};"
            return f"const {{ {found['names'].replace(' as ', ': ')} }} = {name};" if found["names"] else ""

        if odd := SEVERAL.search(source):
            raise ValueError(f"{path}: {odd[0]!r} exports more than one name at once.")
        body = IMPORT.sub(taken, source)
        gives = EXPORT.findall(body)
        body = EXPORT.sub("", body)
        if odd := LEFT_OVER.search(body):
            raise ValueError(f"{path}, line {body.count(chr(10), 0, odd.start()) + 1}: {odd[0]!r} isn't understood.")
        names[path] = name = f"module{len(done)}"
        # The entry is last and alone may wait at its top.
        wrapped = f"const {name} = (() => {{\n{body}\nreturn {{ {', '.join(gives)} }};\n}})();\n"
        # A block, so that no other module sees its names.
        done.append(f"{{\n{body}\n}}\n" if path == entry else wrapped)

    add(entry)
    return "".join(done)
