"""The folder of real interviews, which is no part of the project; tests that need it are skipped without it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from interviews.importers import Transcript, read_transcript

ROOT = Path(__file__).resolve().parents[3]
FOLDER = Path(os.environ.get("THROUGHLINE_SAMPLE_DATA", ROOT.parent / "shared" / "data"))

needs_real_files = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="no folder of real interviews; name one in THROUGHLINE_SAMPLE_DATA"
)


def read_real(name: str) -> Transcript:
    return read_transcript(name, (FOLDER / name).read_bytes())
