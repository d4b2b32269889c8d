# SPDX-License-Identifier: Apache-2.0
"""What is kept and dated while a clock is missing or wrong; more in tests/unit/cli/watch."""

import os
import shutil

import pytest
from conftest import FRONT_DOOR
from scripted_service import NO_DATE, now_ms, picture

DAY_MS = 86_400_000


def lying(shift):
    """Environment in which the clock of the program alone is shifted."""
    if shutil.which("faketime") is None or "ASAN_OPTIONS" in os.environ:
        pytest.skip("needs faketime, and no sanitizer")
    return {
        "LD_PRELOAD": "/usr/$LIB/faketime/libfaketime.so.1", "FAKETIME": shift,
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def test_while_ring_does_not_tell_the_time_nothing_is_too_old(program, service):
    for age in 40, 20:
        service.on("/snapshots/next/", picture(now_ms() - age * DAY_MS))
        assert program.run("get", FRONT_DOOR, simulator=service).code == 0
    service.on("/snapshots/next/", picture(now_ms(), date=NO_DATE))
    result = program.run(
        "watch", FRONT_DOOR, "--keep", "30d", "--count", 1, simulator=service
    )
    assert result.code == 0, result
    assert "--keep deletes nothing" in result.stderr
    assert len(program.pictures) == 3
    # What counts pictures needs no clock.
    service.on("/snapshots/next/", picture(now_ms() + 1000, date=NO_DATE))
    result = program.run(
        "watch", FRONT_DOOR, "--keep-last", 2, "--count", 1, simulator=service
    )
    assert result.code == 0, result
    assert "clock" not in result.stderr and "time" not in result.stderr
    assert len(program.pictures) == 2


def test_a_picture_without_a_capture_time_is_not_dated_by_a_wrong_clock(program, service):
    service.on("/snapshots/next/", picture())
    program.change_settings(RingAccessTokenExpires=4000000000)
    result = program.run(
        "get", FRONT_DOOR, simulator=service, env={**lying("+400d"), "TZ": "UTC"}, timeout=30
    )
    assert result.code == 0, result
    [saved] = program.work.iterdir()
    assert abs(saved.stat().st_mtime * 1000 - now_ms()) < 60_000


def test_a_machine_whose_clock_is_a_year_ahead_deletes_nothing(program, service):
    for age in 5, 2:
        service.on("/snapshots/next/", picture(now_ms() - age * DAY_MS))
        assert program.run("get", FRONT_DOOR, simulator=service).code == 0
    service.on("/snapshots/next/", lambda _: picture(now_ms()))
    program.change_settings(RingAccessTokenExpires=4000000000)
    result = program.run(
        "watch", FRONT_DOOR, "--keep", "30d", "--count", 1, simulator=service,
        env=lying("+400d"), timeout=30,
    )
    assert result.code == 0, result
    assert "ahead of Ring's, so --keep deletes nothing" in result.stderr
    assert len(program.pictures) == 3
