"""Every reason not to start is one line for a person."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from config import preflight
from config.postgres import CannotStart
from config.preflight import check_folder, claim


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_taken_port_names_another(taken: int) -> None:
    with pytest.raises(CannotStart, match=rf"Port {taken} on 127.0.0.1 can't be used: it is taken. .*PORT={taken + 1}"):
        claim("127.0.0.1", taken)


def test_a_claimed_port_is_held() -> None:
    with claim("127.0.0.1", 0) as listener, pytest.raises(CannotStart, match="it is taken"):
        claim("127.0.0.1", listener.getsockname()[1])


@pytest.mark.parametrize("port", [-1, 65536, 10**9])
def test_a_port_out_of_range_is_said(port: int) -> None:
    with pytest.raises(CannotStart, match=f"There is no port {port}"):
        claim("127.0.0.1", port)


def test_an_address_of_another_machine_is_said() -> None:
    with pytest.raises(CannotStart, match=r"Port 8000 on 203\.0\.113\.1 can't be used: Cannot assign"):
        claim("203.0.113.1", 8000)


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check_folder(tmp_path)
    monkeypatch.setattr(preflight, "SPACE_NEEDED", 10**18)
    with pytest.raises(CannotStart, match="is full"):
        check_folder(tmp_path)


def test_a_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")
    with pytest.raises(CannotStart, match="can't be written.*THROUGHLINE_VAR"):
        check_folder(tmp_path / "var")


def test_processes_that_start_at_once_do_not_trip_each_other(tmp_path: Path) -> None:
    def look() -> None:
        for _ in range(300):
            check_folder(tmp_path)

    with ThreadPoolExecutor(4) as pool:
        for looked in [pool.submit(look) for _ in range(4)]:
            looked.result()
