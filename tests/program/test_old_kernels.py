# SPDX-License-Identifier: Apache-2.0
"""The program on kernels as old as docs/platforms.md says."""

import sys

import pytest
from conftest import CODE, PASSWORD, USERNAME
from documents import ROOT

sys.path.append(str(ROOT / "tests" / "packages"))

import old_kernel  # noqa: E402  # pylint: disable=wrong-import-position

WRAPPER = ROOT / "tests" / "packages" / "old_kernel.py"


@pytest.mark.skipif(not old_kernel.is_possible(), reason="the filter knows the calls of x86-64 alone")
def test_no_system_call_that_came_after_linux_3_2_is_needed(program, simulator):
    assert "Linux 3.2" in (ROOT / "docs" / "platforms.md").read_text()

    def run(*arguments, **options):
        result = program.run(
            WRAPPER, program.path, *arguments, program=sys.executable, simulator=simulator, **options
        )
        assert result.code == 0, result

    run("login", "--username", USERNAME, "--2fa-code", CODE, env={"RING_PASSWORD": PASSWORD})
    run("get", "--all", "--fresh", "--exec", "true")
    run("watch", "--all", "--count", "1", "--keep-last", "1")
    assert program.pictures


@pytest.mark.skipif(not old_kernel.is_possible(), reason="the filter knows the calls of x86-64 alone")
def test_the_filter_takes_later_calls_away(program):
    script = "import os; os.getrandom(1)"
    assert program.run("-c", script, program=sys.executable).code == 0
    refused = program.run(WRAPPER, sys.executable, "-c", script, program=sys.executable)
    assert refused.code == 1 and "not implemented" in refused.stderr
