"""What is looked at before anything starts, so that a reason not to start is one line for a person."""

from __future__ import annotations

import errno
import shutil
import socket
from pathlib import Path

from config.postgres import CannotStart
from config.state import make_state_folder

SPACE_NEEDED = 150 * 2**20


def claim(host: str, port: int) -> socket.socket:
    """The port, listened to from the first moment on: nobody can take it while the database starts."""
    if not 0 <= port <= 65535:
        raise CannotStart(f"There is no port {port}. Choose one from 1024 to 65535, for example: make run PORT=8001")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
    except OSError as problem:
        raise CannotStart(f"{host} is no address of this machine ({problem.strerror}).") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen()
    except OSError as problem:
        listener.close()
        raise CannotStart(refused_port(host, port, problem)) from None
    return listener


def refused_port(host: str, port: int, problem: OSError) -> str:
    reason = "it is taken" if problem.errno == errno.EADDRINUSE else problem.strerror
    other = port + 1 if 1024 <= port < 65535 else 8001
    return f"Port {port} on {host} can't be used: {reason}. Choose another, for example: make run PORT={other}"


def check_folder(var: Path) -> None:
    trial = var / ".writable"
    try:
        make_state_folder(var)
        trial.touch()
        trial.unlink(missing_ok=True)  # another process that starts may have been quicker
    except OSError as problem:
        if problem.errno == errno.ENOSPC:
            raise CannotStart(full(var)) from None
        raise CannotStart(
            f"{var} can't be written ({problem.strerror}). Name another folder in THROUGHLINE_VAR."
        ) from None
    check_space(var)


def check_space(folder: Path) -> None:
    if shutil.disk_usage(folder).free < SPACE_NEEDED:
        raise CannotStart(full(folder))


def full(folder: Path) -> str:
    return f"The disk of {folder} is full: fewer than {SPACE_NEEDED >> 20} MB are free."
