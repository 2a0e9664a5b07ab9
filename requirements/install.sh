#!/bin/sh
# Installs a hashed lock into .venv: with uv, which takes seconds, else with pip from the same file.
set -eu
cd "$(dirname "$0")/.."
lock="requirements/$1"
echo "Installing $lock"
if ! test -x .venv/bin/uv; then
    .venv/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements/bootstrap.lock ||
        python3 -m pip --python .venv/bin/python install -q --disable-pip-version-check --no-deps --require-hashes -r requirements/bootstrap.lock || true
fi
# pip knows the index this machine uses; uv is told.
index="$(.venv/bin/python -m pip config get global.index-url 2>/dev/null || true)"
if test -n "$index"; then export UV_DEFAULT_INDEX="$index"; fi
if test -x .venv/bin/uv && .venv/bin/uv pip install -q --no-config --require-hashes --python .venv/bin/python -r "$lock"; then
    exit 0
fi
exec .venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
