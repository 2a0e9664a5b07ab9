#!/bin/sh
# Makes .venv and installs a hashed lock into it: with uv, which takes seconds, else with pip from the same file.
# usage: install.sh PYTHON LOCK
set -eu
cd "$(dirname "$0")/.."
python="$1"
lock="requirements/$2"
pip_quiet="-q --disable-pip-version-check"

stop() {
    echo "Throughline can't be installed. $1" >&2
    exit 1
}

find_pip() {
    if "$python" -m pip --python .venv/bin/python --version >/dev/null 2>&1; then # newer than 22.2: serves other environments
        pip="$python -m pip --python .venv/bin/python"
    elif .venv/bin/python -m pip --version >/dev/null 2>&1 || .venv/bin/python -m ensurepip >/dev/null 2>&1; then
        pip=".venv/bin/python -m pip"
    else
        stop "$python has neither pip nor ensurepip. On Debian: apt-get install python3-venv"
    fi
}

# uv doesn't read pip's settings; the index this machine uses is passed on.
use_the_index_of_pip() {
    index="${PIP_INDEX_URL:-$($pip config get global.index-url 2>/dev/null || true)}"
    if test -n "$index"; then export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"; fi
}

with_uv() {
    test -x .venv/bin/uv || $pip install $pip_quiet --no-deps --require-hashes -r requirements/bootstrap.lock || return 1
    .venv/bin/uv pip install -q --no-config --require-hashes --python .venv/bin/python -r "$lock"
}

command -v "$python" >/dev/null || stop "$python was not found. It needs Python 3.11 or newer: make run PYTHON=…"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "It needs Python 3.11 or newer, and $python is $("$python" -c 'import sys; print(sys.version.split()[0])'). Name another: make run PYTHON=python3.12"
echo "Installing $lock into .venv"
test -x .venv/bin/python || "$python" -m venv --without-pip .venv || stop "$python can't make a virtual environment here."
find_pip
use_the_index_of_pip
with_uv || $pip install $pip_quiet --require-hashes -r "$lock" || stop "See the lines above; the same command tries again."
