# SPDX-License-Identifier: Apache-2.0
"""A file system that does not keep modification times, as some network drives do not."""

import os
import shutil
import subprocess

import pytest
from conftest import DRIVEWAY

SHIM = """
struct timespec;
int futimens(int descriptor, const struct timespec *times) { return 0; }
"""


@pytest.fixture
def forgetful(tmp_path):
    """Environment of a program whose files all show when they were written."""
    compiler = shutil.which("cc")
    if compiler is None or "ASAN_OPTIONS" in os.environ:
        pytest.skip("needs a C compiler, and no sanitizer")
    source, library = tmp_path / "shim.c", tmp_path / "shim.so"
    source.write_text(SHIM)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", library, source], check=True)
    return {"LD_PRELOAD": str(library)}


def test_the_newest_picture_replaces_the_one_of_a_steady_name(logged_in, simulator, forgetful):
    start = simulator.state()["time_ms"]
    for minutes_ago in 10, 5:
        simulator.set(camera=int(DRIVEWAY), capture_time_ms=start - minutes_ago * 60_000)
        result = logged_in.run(
            "get", DRIVEWAY, "--name", "door.jpg", simulator=simulator, env=forgetful
        )
        assert result.code == 0, result
        assert "newer picture" not in result.stderr
    assert f"captured {start - 5 * 60_000}".encode() in (logged_in.work / "door.jpg").read_bytes()


def test_the_doctor_names_it(logged_in, simulator, forgetful):
    found = logged_in.run("doctor", "--out", ".", simulator=simulator, env=forgetful)
    assert "does not keep the times of files" in found.stdout
    usual = logged_in.run("doctor", "--out", ".", simulator=simulator)
    assert "the times of files" not in usual.stdout
