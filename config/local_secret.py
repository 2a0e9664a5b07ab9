"""A secret key for runs on one's own machine, made once and kept in the state directory."""

import os
import secrets
from pathlib import Path

from config.state import make_state_folder


def local_secret(var: Path) -> str:
    path = var / "secret-key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        return _create(path)


def _create(path: Path) -> str:
    """Two processes may start at once: the first to link its file wins, both read the winner's."""
    make_state_folder(path.parent)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(secrets.token_urlsafe(50))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text().strip()
