# SPDX-License-Identifier: Apache-2.0
"""The old tool's command line when something is missing or wrong."""

import pytest
from conftest import DRIVEWAY, PASSWORD, USERNAME


def assert_usage(result, *words):
    assert result.code == 2, result
    for option in ("-username", "-password", "-deviceid", "-list", "-out", "-forceupdate",
                   "-validateimage", "-maxretries"):
        assert option in result.stderr
    for word in words:
        assert word in result.stderr.splitlines()[-2] + result.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "options, missing",
    [
        (["-list"], "-username"),
        (["-password", PASSWORD, "-list"], "-username"),
        (["-username", USERNAME, "-list"], "-password"),
        (["-username", USERNAME, "-deviceid", DRIVEWAY], "-password"),
        (["-username", USERNAME, "-password", PASSWORD], "-deviceid"),
    ],
)
def test_what_is_missing_is_said_with_the_usage_text(old_program, simulator, options, missing):
    result = old_program.run(*options, simulator=simulator)
    assert_usage(result, missing)
    assert simulator.requests() == []


def test_with_a_session_and_no_device_the_missing_device_is_said(old_logged_in, simulator):
    result = old_logged_in.run("-forceupdate", simulator=simulator)
    assert_usage(result, "-deviceid", "-list")
    assert simulator.requests() == []


@pytest.mark.parametrize(
    "option", ["-username", "-password", "-deviceid", "-out", "-maxretries", "-2facode",
               "-settings"]
)
@pytest.mark.parametrize("end", [[], ["-list"]], ids=["at the end", "before an option"])
def test_an_option_without_its_value_ends_with_2_and_is_named(old_program, simulator, option, end):
    result = old_program.run("-validateimage", option, *end, simulator=simulator)
    assert result.code == 2, result
    assert option in result.stderr
    assert simulator.requests() == []


@pytest.mark.parametrize("option", ["-deviceid", "-maxretries"])
@pytest.mark.parametrize("value", ["abc", "12x", "1.5", "", "99999999999999999999"])
def test_a_number_that_is_none_ends_with_2_and_is_named(old_program, simulator, option, value):
    result = old_program.run(f"{option}={value}", "-list", simulator=simulator)
    assert result.code == 2, result
    assert option in result.stderr
    assert simulator.requests() == []


def test_a_device_id_beyond_32_bits_is_taken(old_program, start_simulator):
    awkward = start_simulator("--devices", "awkward")
    result = old_program.log_in_old_form(awkward, "-deviceid", "9007199254740995")
    assert result.code in (0, 7), result
    assert old_program.settings["RingDeviceId"] == 9007199254740995


def test_an_unknown_option_is_named_with_a_hint(old_program, simulator):
    result = old_program.run("-devicid", "5", simulator=simulator)
    assert result.code == 2, result
    assert "-devicid" in result.stderr
    assert "-deviceid" in result.stderr


def test_an_unknown_device_ends_with_6(old_logged_in, simulator):
    result = old_logged_in.run("-deviceid", "4711", simulator=simulator)
    assert result.code == 6, result


def test_a_refused_password_ends_with_3(old_program, simulator):
    assert old_program.log_in_old_form(simulator, "-list", password="wrong").code == 3
    assert simulator.grants == ["password"]


def test_a_picture_that_cannot_be_had_is_no_success(old_logged_in, simulator):
    for route in ("next", "image"):
        simulator.fault(route, "status:404*")
    result = old_logged_in.run("-deviceid", DRIVEWAY, "-maxretries", "1", simulator=simulator)
    assert result.code == 7, result
    assert old_logged_in.pictures == []
