"""One script from modules: each once, before those that need it, with names of its own; what isn't understood is refused."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import playwright
import pytest

from config.scripts import bundled, minified

NODE = Path(playwright.__file__).parent / "driver" / "node"  # it comes with the browser tests
SCRIPTS = Path(__file__).resolve().parents[2] / "static"
MODULES = {
    "page.js": 'import "./said.js";\nimport { say, one as two } from "./deep/said.js";\nimport * as all from "./count.js";\n'
    "const name = await Promise.resolve(two);\nsay(name + all.next() + all.next());\n",
    "said.js": 'import { next } from "./count.js";\nnext();\n',
    "deep/said.js": 'const name = "hidden";\nexport const one = "n";\nexport function say(text) { console.log(text, name); }\n',
    "count.js": "let count = 0;\nexport const next = () => ++count;\nexport class Unused {}\nexport async function none() {}\n",
}


def test_modules_become_one_script() -> None:
    script = bundled("page.js", MODULES.__getitem__)
    assert not re.search(r"^(import|export)\b", script, re.M)
    assert script.count("let count = 0;") == 1
    assert (
        script.index("let count") < script.index("next();\n") < script.index("console.log") < script.index("all.next")
    )


@pytest.mark.parametrize("made", [str, minified])
def test_the_script_does_what_the_modules_did(made) -> None:
    script = made(bundled("page.js", MODULES.__getitem__))
    done = subprocess.run([NODE, "--input-type=module"], input=script, capture_output=True, text=True, check=True)
    assert done.stdout == "n23 hidden\n"


@pytest.mark.parametrize(
    ("module", "complaint"),
    [
        ('\nimport thing from "./b.js";', "page.js, line 2: 'import thing"),
        ("export default 1;", "page.js, line 1: 'export default"),
        ('export { a } from "./b.js";', "page.js, line 1: 'export {"),
        ("export let a = 1;", "page.js, line 1: 'export let"),
        ("export const a = 1, b = 2;", "page.js: 'export const a = 1, b = 2;' exports more than one name"),
        ('say(await import("./b.js"));', "page.js, line 1: 'import("),
    ],
)
def test_what_it_does_not_understand_is_refused(module: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        bundled("page.js", {"page.js": module}.__getitem__)


def test_a_circle_is_refused() -> None:
    modules = {"a.js": 'import "./b.js";', "b.js": 'import "./a.js";'}
    with pytest.raises(ValueError, match=re.escape("b.js and a.js import each other.")):
        bundled("a.js", modules.__getitem__)


def test_every_script_of_the_house_can_be_minified() -> None:
    for path in SCRIPTS.rglob("*.js"):
        assert 1 < len(minified(path.read_text())) <= path.stat().st_size, path
