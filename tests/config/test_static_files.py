"""Collecting is costly, so it happens when it must and not otherwise; and modules name each other by their hashes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

from config import static_files
from config.static_files import HashedStaticFiles, collect_static, fingerprint

IMPORT = re.compile(r'(?:\bfrom|\bimport)\s*"(?P<path>\.[^"]+)"')
HASHED = re.compile(r"\.[0-9a-f]{12}\.(?:js|css)$")


def test_a_change_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a")
    first = fingerprint([tmp_path])
    assert fingerprint([tmp_path]) == first
    (tmp_path / "a.css").write_text("bb")
    assert fingerprint([tmp_path]) != first


def test_nothing_is_collected_twice(tmp_path: Path, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(
        static_files, "call_command", lambda name, **options: calls.append(name) or tmp_path.mkdir(exist_ok=True)
    )
    settings.STATIC_ROOT = tmp_path
    collect_static()
    collect_static()
    assert calls == ["collectstatic"]


def test_every_file_and_every_import_carries_its_hash_and_capture_is_one_script(tmp_path: Path, settings) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "config.static_files.HashedStaticFiles"}}
    call_command("collectstatic", verbosity=0, interactive=False)
    modules = list((tmp_path / "js").rglob("*.js"))
    imports = [(path, found["path"]) for path in modules for found in IMPORT.finditer(path.read_text())]
    assert len(imports) > 10
    assert [path.name for path in modules if not HASHED.search(path.name)] == []
    assert [f"{path.name}: {name}" for path, name in imports if not (path.parent / name).exists()] == []
    assert all(HASHED.search(name) for _, name in imports)
    assert (tmp_path / staticfiles_storage.stored_name("css/base.css")).with_suffix(".css.br").exists()
    for name in HashedStaticFiles.alone:
        whole = tmp_path / staticfiles_storage.stored_name(name)
        assert whole not in [path for path, _ in imports]
        assert "/**" not in whole.read_text()
