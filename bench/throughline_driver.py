"""Throughline for a bench that measures tools for tagging beside each other, each behind its own server, rows alternating.

    PYTHONPATH=$PWD/bench python3 bench.py --drivers taguette,throughline_driver

It runs under the bench's Python, which has nothing of ours: the study is loaded by bench/peer_study.py in our own. The server
is the real one (uvicorn, one process) on the bench's PostgreSQL. A session signs in through the form and sends what our pages
send: forms with their CSRF token, and htmx's header where htmx sends them. What we have no such act for is Unsupported.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import subprocess
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from drivers.base import Connection, Failed, Server, multipart
from drivers.base import Session as Base

ROOT = Path(__file__).resolve().parent.parent
PYTHON = str(ROOT / ".venv" / "bin" / "python")
COLLECT = "import django; django.setup(); from config.static_files import collect_static; collect_static()"
ADDRESS, PASSWORD = "bench@example.org", "correct horse battery"  # noqa: S105 (as in peer_study.py)
IDLE_SECONDS = 3.0  # uvicorn's own limit is five
VERSIONS = "import django, uvicorn; print('Django', django.__version__, 'uvicorn', uvicorn.__version__)"


class Driver(Server):
    name = "throughline"
    port = 7466
    first_page = "/healthy/"

    def version(self) -> str:
        said = subprocess.check_output([PYTHON, "-c", VERSIONS], text=True).strip()
        commit = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        return f"throughline {commit.stdout.strip()} {said}"

    def prepare(self, size: str) -> None:
        self.db = f"throughline_{size}"
        self.pg.fresh(self.db)
        self._run("manage.py", "migrate", "-v", "0")
        self._run("-c", COLLECT)

    def _env(self) -> dict[str, str]:
        ours = {
            "DATABASE_URL": self.pg.url(self.db),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "THROUGHLINE_VAR": os.path.join(os.path.abspath(self.work), "var"),
            "PYTHONPATH": str(ROOT),
        }
        return {**os.environ, **ours}

    def _run(self, *arguments: str) -> str:
        return subprocess.check_output([PYTHON, *arguments], cwd=ROOT, env=self._env(), text=True)

    def command(self) -> tuple[list[str], dict[str, str]]:
        return [
            PYTHON, "-m", "uvicorn", "config.asgi:application", "--port", str(self.port), "--log-level", "warning",
        ], self._env()  # fmt: skip

    def load(self, study: Any) -> float:
        self.study = study
        begun = time.perf_counter()
        self.refs = json.loads(self._run(str(ROOT / "bench" / "peer_study.py"), os.path.abspath(study.folder)))
        self.pg.sql(self.db, "VACUUM ANALYZE")
        return time.perf_counter() - begun

    def session(self) -> Session:
        return Session(self)

    def highlight_ids(self) -> set[int]:
        return {int(row[0]) for row in self.pg.sql(self.db, "select id from analysis_quote")}

    def highlight_damage(self) -> dict[str, int]:
        alone = "select count(*) from analysis_quote q where not exists (select from analysis_tag t where t.quote_id = q.id)"
        return {"quotes without theme": int(self.pg.sql(self.db, alone)[0][0])}


class Session(Base):
    exports = ("highlights.csv",)

    def __init__(self, server: Driver) -> None:
        super().__init__(server)
        self.c, self.used = Connection("127.0.0.1", server.port), time.monotonic()
        self.c.request("GET", "/account/login/")
        self.form("/account/login/", {"login": ADDRESS, "password": PASSWORD}, ok=(302,))
        self.base = f"/studies/{server.refs['study']}/"
        self.taken: set[tuple[int, int, int, int]] = set()

    def form(self, path: str, values: dict[str, Any], htmx: bool = False, ok: tuple[int, ...] = (200,)) -> bytes:
        headers = {"Content-Type": "application/x-www-form-urlencoded", **({"HX-Request": "true"} if htmx else {})}
        body = urlencode({**values, "csrfmiddlewaretoken": self.c.cookies["csrftoken"]})
        return self.post(path, body, headers, ok)

    def post(self, path: str, body: Any, headers: dict[str, str], ok: tuple[int, ...]) -> bytes:
        """The server lets go of a connection that was idle; a browser notices that, and so must this."""
        if time.monotonic() - self.used > IDLE_SECONDS:
            self.c.close()
        answer = self.c.request("POST", path, body, headers, ok=ok)
        self.used = time.monotonic()
        return answer

    def get(self, path: str) -> bytes:
        answer = self.c.request("GET", path)
        self.used = time.monotonic()
        return answer

    def _interview(self, iv: int) -> str:
        return f"{self.base}interviews/{self.server.refs['interviews'][str(iv)]}/"

    def _theme(self, theme: int) -> int:
        return self.server.refs["themes"][str(theme)]

    def cheap(self) -> bytes:
        return self.get("/healthy/")

    # -- pages: one request each, as a link opens them

    def open_project(self) -> bytes:
        return self.get(self.base)

    def open_document(self, iv: int) -> bytes:
        return self.get(f"{self._interview(iv)}transcript/")

    switch_document = open_document

    def list_theme(self, theme: int, page: int = 1) -> bytes:
        if page != 1:
            self.no("its pages go on from the last quote shown, not by number")
        return self.get(f"{self.base}themes/{self._theme(theme)}/")

    def list_theme_all(self, theme: int) -> list[bytes]:
        """The theme's page, then "Older quotes" to the end, as the button of the page asks for them."""
        pages = [self.list_theme(theme)]
        while older := re.search(rb'hx-get="([^"]*older/\?before=\d+[^"]*)"', pages[-1]):
            pages.append(self.get(older[1].decode().replace("&amp;", "&")))
        return pages

    def list_all(self, page: int = 1) -> bytes:
        self.no("no plain list of all quotes: the board shows them by theme")

    list_all_all = last_page = list_all

    # -- acts

    def create_highlight(self, iv: int, p: int, a: int, b: int, themes: list[int]) -> int:
        """The same words of the same place are the same quote with us, so a letter or two are left out of a new one.

        The picker gives one theme; a second is added on the quote.
        """
        note = self.server.refs["notes"][str(iv)][p]
        end = next(end for end in itertools.count(b - 1, -1) if (iv, p, a, end) not in self.taken)
        self.taken.add((iv, p, a, end))
        words = {"first": note, "last": note, "start": a, "end": end, "name": ""}
        answer = self.form(f"{self._interview(iv)}quotes/add/", {**words, "theme": self._theme(themes[0])}, htmx=True)
        quote = max(map(int, re.findall(rb'id="q(\d+)"', answer)))
        for theme in themes[1:]:
            name = self.server.study.themes[theme - 1]["name"]
            self.form(f"{self.base}quotes/{quote}/tag/", {"name": name}, htmx=True)
        return quote

    def delete_highlight(self, iv: int, id: int) -> bytes:
        return self.form(f"{self.base}quotes/{id}/remove/", {}, htmx=True)

    def add_theme(self, name: str) -> int:
        answer = self.form(f"{self.base}themes/new/", {"name": name}, htmx=True)
        return max(map(int, re.findall(rb'id="theme-(\d+)"', answer)))

    def rename_theme(self, id: int, name: str) -> bytes:
        return self.form(f"{self.base}themes/{id}/edit/", {"name": name, "definition": "", "colour": 1}, htmx=True)

    def delete_theme(self, id: int) -> bytes:
        return self.form(f"{self.base}themes/{id}/remove/", {}, htmx=True)

    def merge_fixture(self, n: int) -> tuple[int, int]:
        """As the other drivers do it: one theme on n quotes, another on a tenth of them."""
        going, staying = (self.add_theme(f"merge-{which}-{time.time():f}") for which in ("src", "dst"))
        tags = (
            "insert into analysis_tag (theme_id, quote_id, author_id, created_at)"
            " select {theme}, id, {owner}, now() from analysis_quote order by id limit {n}"
        )
        for theme, many in ((going, n), (staying, n // 10)):
            self.server.pg.sql(self.server.db, tags.format(theme=theme, owner=self.server.refs["owner"], n=many))
        return going, staying

    def merge_themes(self, src: int, dst: int) -> bytes:
        return self.form(f"{self.base}themes/{src}/merge/", {"into": dst}, htmx=True)

    def merge_clean(self, dst: int) -> None:
        self.delete_theme(dst)

    def search(self, text: str) -> int:
        """The page of results. The number of hits it shows, of all kinds."""
        return self.get(f"/search/?{urlencode({'q': text + ' '})}").count(b'<li class="hit')

    def export(self, kind: str) -> bytes:
        if kind != "highlights.csv":
            self.no("quotes leave as CSV, the study as JSON, the report on paper")
        return self.form(f"{self.base}report/quotes.csv", {})

    # -- a transcript: the file, a look at who is who, saving

    def import_document(self, path: str) -> int:
        if path.endswith(".html"):
            self.no("web pages aren't among the kinds of files")
        spare = self.server.refs["spare"]
        place = f"{self.base}interviews/{spare}/import/"
        with open(path, "rb") as file:
            files = {"file": (os.path.basename(path), "application/octet-stream", file.read())}
        fields = {"made_by": "hand", "held_on": "2024-03-01", "csrfmiddlewaretoken": self.c.cookies["csrftoken"]}
        body, kind = multipart(fields, files)
        self.post(place, body, {"Content-Type": kind}, (302,))
        cast = Fields("cast")
        cast.feed(self.get(f"{place}look/").decode())
        self.form(f"{place}look/", cast.values, ok=(302,))
        if b'data-line="' not in self.get(f"{self.base}interviews/{spare}/transcript/"):
            raise Failed(200, b"the transcript isn't there")
        return spare

    def delete_document(self, id: int) -> bytes:
        return self.form(f"{self.base}interviews/{id}/transcript/remove/", {}, ok=(302,))

    def view(self, what: str, iv: int | None = None) -> list[tuple[str, str, dict[str, str]]]:
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.c.cookies.items())}
        study = self.server.study
        paths = {
            "document": f"{self._interview(iv or study.interviews[0]['id'])}transcript/",
            "theme list": f"{self.base}themes/{self._theme(study.manifest['theme_top']['id'])}/",
        }
        if what not in paths:
            self.no("a page comes in one request")
        return [("GET", paths[what], head)]


class Fields(HTMLParser):
    """What the browser would send of a form as it came."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.inside, self.values = form, False, {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "form":
            self.inside = said.get("id") == self.form
        chosen = said.get("type") not in {"radio", "checkbox"} or "checked" in said
        if tag == "input" and self.inside and "name" in said and chosen:
            self.values[said["name"]] = said.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "form"
