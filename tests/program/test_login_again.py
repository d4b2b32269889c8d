# SPDX-License-Identifier: Apache-2.0
"""A stored login that Ring refuses is replaced when name and password are given by hand."""

import pexpect
import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME

LOGIN = {"RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD}
BY_HAND = ["-username", USERNAME, "-password", PASSWORD]


@pytest.fixture(params=["renewal refused", "access refused too"])
def dead(request, program, simulator):
    """Logged in with the old form, and refused by Ring since."""
    program.log_in(simulator)
    simulator.set(revoke_refresh_tokens=True)
    if request.param == "renewal refused":
        program.expire_access_token()
    else:
        program.change_settings(RingAccessToken="refused")
    return program


@pytest.mark.parametrize("job", [["-list"], ["-deviceid", DRIVEWAY]])
@pytest.mark.parametrize("code", ["option", "pipe"])
def test_name_and_password_given_by_hand_log_in_again(dead, simulator, code, job):
    if code == "option":
        result = dead.run(*BY_HAND, "-2facode", CODE, *job, simulator=simulator)
    else:
        result = dead.run(*BY_HAND, *job, simulator=simulator, input=CODE + "\n")
    assert result.code == 0, result
    assert "logging in again" in result.stderr
    assert "Front Door" in result.stdout or ".jpg" in result.stdout
    assert simulator.grants.count("refresh_token") == 1
    assert dead.works(simulator)


def test_on_a_terminal_they_ask_for_the_code(dead, simulator):
    child = pexpect.spawn(
        str(dead.path), [*BY_HAND, "-list"], env=dead.environment(simulator), cwd=dead.work,
        timeout=20, encoding="utf-8",
    )
    child.delaybeforesend = None
    child.expect("[Cc]ode.*: ")
    child.sendline(CODE)
    child.expect("Front Door")
    child.expect(pexpect.EOF)
    child.wait()
    assert child.exitstatus == 0


def test_a_scheduler_that_gives_them_makes_ring_send_no_code(dead, simulator):
    for _ in range(2):
        result = dead.run(*BY_HAND, "-list", simulator=simulator)
        assert result.code == 3, result
        assert "-username EMAIL -password PASSWORD" in result.stderr
    assert "password" not in simulator.grants
    assert simulator.state()["codes_sent"] == 0


@pytest.mark.parametrize("where", ["environment", "settings", "name only"])
def test_a_password_that_is_not_given_by_hand_logs_nobody_in_again(dead, simulator, where):
    env, options = {}, []
    if where == "environment":
        env = LOGIN
    elif where == "settings":
        dead.change_settings(RingUsername=USERNAME, RingPassword=PASSWORD)
    else:
        dead.change_settings(RingPassword=PASSWORD)
        options = ["-username", USERNAME]
    result = dead.run(*options, "-2facode", CODE, "-list", simulator=simulator, env=env)
    assert result.code == 3, result
    assert "password" not in simulator.grants


def test_a_service_that_is_down_is_not_a_login_that_is_refused(dead, simulator):
    dead.expire_access_token()
    simulator.fault("token", "status:503*")
    result = dead.run(*BY_HAND, "-2facode", CODE, "-list", simulator=simulator)
    assert result.code == 8, result
    assert "password" not in simulator.grants
