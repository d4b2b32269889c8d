# SPDX-License-Identifier: Apache-2.0
"""login by the authorization-code flow, which takes over when the token endpoint answers 406."""

import json
import os
import stat
import time

import pytest
from conftest import CODE, PASSWORD, USERNAME


def log_in(program, simulator, *options, username=USERNAME, input=None):
    return program.run(
        "login", "--username", username, *options,
        simulator=simulator, env={"RING_PASSWORD": PASSWORD}, input=input,
    )


def assert_logged_in(result, program, simulator):
    assert result.code == 0, result
    assert program.works(simulator)


def kept_beside_the_settings(program):
    """What a login without code leaves beside the settings, apart from locks."""
    return [
        file
        for file in program.settings_file.parent.iterdir()
        if file != program.settings_file and file.suffix != ".lock"
    ]


@pytest.fixture
def closed(start_simulator):
    """A service whose token endpoint refuses every password."""
    return start_simulator("--refuse-token-flow")


# The way over


@pytest.mark.parametrize("kind", ["text", "html"])
def test_a_406_at_the_token_endpoint_leads_to_the_browser_flow_by_itself(
    program, start_simulator, kind
):
    simulator = start_simulator("--refuse-token-flow", kind)
    assert_logged_in(log_in(program, simulator, input=CODE + "\n"), program, simulator)
    # Both User-Agents, then a fresh hardware id.
    assert simulator.grants == ["password"] * 3 + ["authorization_code"]


def test_the_change_of_flow_costs_no_second_code(program, closed):
    assert log_in(program, closed, input=CODE + "\n").code == 0
    assert closed.state()["codes_sent"] == 1


def test_a_code_given_up_front_serves_the_browser_flow_too(program, closed):
    assert_logged_in(log_in(program, closed, "--2fa-code", CODE), program, closed)
    assert closed.state()["codes_sent"] == 1


def test_the_browser_flow_works_for_an_account_without_two_factor(program, start_simulator):
    simulator = start_simulator("--refuse-token-flow", "text", "--two-factor", "none")
    assert_logged_in(log_in(program, simulator), program, simulator)


def test_flow_token_never_goes_through_the_browser_flow(program, closed):
    result = log_in(program, closed, "--flow", "token", "--2fa-code", CODE)
    assert result.code == 8, result
    assert "--refresh-token" in result.stderr
    assert closed.requests("/oauth/v2") == []


def test_flow_browser_never_sends_the_password_to_the_token_endpoint(program, simulator):
    result = log_in(program, simulator, "--flow", "browser", input=CODE + "\n")
    assert_logged_in(result, program, simulator)
    assert simulator.grants == ["authorization_code"]


def test_an_unknown_flow_is_a_usage_error(program, simulator):
    result = log_in(program, simulator, "--flow", "carrier-pigeon")
    assert result.code == 2
    assert "carrier-pigeon" in result.stderr
    assert simulator.requests() == []


@pytest.mark.parametrize("name", ["csrf-token", "csrfToken", "csrf_token", "_csrf", "XSRF-TOKEN"])
@pytest.mark.parametrize("place", ["cookie", "next-data", "oauth-args", "hidden-input", "meta"])
def test_the_csrf_token_is_found_in_every_place_and_under_every_name(
    program, start_simulator, place, name
):
    simulator = start_simulator("--csrf", place, "--csrf-name", name)
    assert log_in(program, simulator, "--flow", "browser", input=CODE + "\n").code == 0
    assert simulator.grants == ["authorization_code"]


def test_a_login_by_the_browser_flow_is_renewed_as_a_form(program, closed):
    assert log_in(program, closed, input=CODE + "\n").code == 0
    closed.forget_requests()
    program.expire_access_token()
    assert program.works(closed)
    [refresh] = closed.requests("/oauth/token")
    assert refresh["body"]["kind"] == "form"


# Where it ends with 8 and the hint to import a token


def assert_import_hint(result):
    assert result.code == 8, result
    assert "--refresh-token TOKEN" in result.stderr


def test_406_on_both_flows_ends_with_the_import_hint(program, closed):
    closed.fault("authorize", "status:406*")
    assert_import_hint(log_in(program, closed, "--2fa-code", CODE))


@pytest.mark.parametrize("fault", ["captcha*", "html*", "empty*", "garbage*"])
def test_a_changed_sign_in_page_ends_with_the_import_hint(program, closed, fault):
    closed.fault("signin", fault)
    assert_import_hint(log_in(program, closed))
    assert closed.state()["codes_sent"] == 0


def test_a_captcha_is_named(program, closed):
    closed.fault("signin", "captcha")
    assert "captcha" in log_in(program, closed).stderr


def test_a_csrf_token_that_is_nowhere_ends_with_the_import_hint(program, start_simulator):
    simulator = start_simulator("--csrf", "meta", "--csrf-name", "something-else")
    assert_import_hint(log_in(program, simulator, "--flow", "browser"))


def test_a_state_that_does_not_match_ends_with_the_import_hint(program, closed):
    closed.fault("authorize", "wrong-state*")
    assert_import_hint(log_in(program, closed, input=CODE + "\n"))
    assert "authorization_code" not in closed.grants


@pytest.mark.parametrize("route", ["authorize", "signin", "verify"])
def test_a_redirect_to_another_server_is_not_followed(program, closed, start_simulator, route):
    other = start_simulator()
    closed.fault(route, f"redirect:{other.url}/oauth/v2/signin*")
    result = log_in(program, closed, input=CODE + "\n")
    if route == "verify":
        # The flow may go on at the page that it knows; the other server must learn nothing.
        assert result.code in (0, 8), result
    else:
        assert_import_hint(result)
    assert any(request["fault"] for request in closed.requests())
    assert other.requests() == []


def test_a_redirect_to_the_same_port_under_another_host_name_is_not_followed(program, closed):
    closed.fault("authorize", f"redirect:{closed.url.replace('127.0.0.1', 'localhost')}/elsewhere*")
    assert_import_hint(log_in(program, closed))
    assert closed.requests("/elsewhere") == []


def test_redirects_without_end_are_not_followed_for_ever(program, closed):
    closed.fault("authorize", "redirect:/oauth/v2/authorize*")
    assert_import_hint(log_in(program, closed))
    assert len(closed.requests("/oauth/v2")) <= 6


# What is kept between the command without and the command with the code


def test_the_kept_state_stands_beside_the_settings_for_its_owner_alone(program, closed):
    assert log_in(program, closed).code == 4
    [file] = kept_beside_the_settings(program)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_the_kept_state_holds_no_password_and_no_user_name(program, closed):
    assert log_in(program, closed).code == 4
    [file] = kept_beside_the_settings(program)
    text = file.read_text()
    assert PASSWORD not in text
    assert USERNAME not in text


def test_the_kept_state_completes_the_login_without_the_password_being_sent_again(
    program, closed
):
    assert log_in(program, closed).code == 4
    closed.forget_requests()
    assert_logged_in(log_in(program, closed, "--2fa-code", CODE), program, closed)
    assert closed.requests("/oauth/v2/signin") == []
    assert closed.grants == ["authorization_code"]


def test_the_kept_state_is_removed_after_use(program, closed):
    assert log_in(program, closed).code == 4
    assert log_in(program, closed, "--2fa-code", CODE).code == 0
    assert kept_beside_the_settings(program) == []


def test_a_wrong_code_leaves_the_kept_state_for_the_right_one(program, closed):
    assert log_in(program, closed).code == 4
    assert log_in(program, closed, "--2fa-code", "000000").code == 4
    assert_logged_in(log_in(program, closed, "--2fa-code", CODE), program, closed)
    assert closed.state()["codes_sent"] == 1


def test_the_kept_state_of_another_account_is_ignored(program, closed):
    assert log_in(program, closed).code == 4
    closed.forget_requests()
    result = log_in(program, closed, "--2fa-code", CODE, username="other@example.com")
    assert result.code == 3, result
    assert closed.requests("/oauth/v2/2fa/verify") == []


def age(file, seconds):
    """Makes a kept state look as if it had been written earlier."""
    state = json.loads(file.read_text())
    now = time.time()
    [moment] = [k for k, v in state.items() if isinstance(v, int) and abs(v - now) < 100]
    state[moment] -= seconds
    file.write_text(json.dumps(state))
    os.utime(file, (now - seconds, now - seconds))


def test_a_kept_state_of_nine_minutes_is_used(program, closed):
    assert log_in(program, closed).code == 4
    [file] = kept_beside_the_settings(program)
    age(file, 9 * 60)
    assert_logged_in(log_in(program, closed, "--2fa-code", CODE), program, closed)
    assert closed.state()["codes_sent"] == 1


def test_a_kept_state_of_eleven_minutes_is_ignored(program, closed):
    assert log_in(program, closed).code == 4
    [file] = kept_beside_the_settings(program)
    age(file, 11 * 60)
    assert_logged_in(log_in(program, closed, "--2fa-code", CODE), program, closed)
    assert len(closed.requests("/oauth/v2/authorize")) >= 2
    assert closed.state()["codes_sent"] == 2


@pytest.mark.parametrize("content", ["", "{", "[]", '{"state": 5}', "\0\1\2"])
def test_a_kept_state_that_is_broken_is_ignored(program, closed, content):
    assert log_in(program, closed).code == 4
    [file] = kept_beside_the_settings(program)
    file.write_text(content)
    assert_logged_in(log_in(program, closed, "--2fa-code", CODE), program, closed)


def test_a_login_without_the_code_stores_no_session(program, closed):
    assert log_in(program, closed).code == 4
    assert not program.settings.get("RingRefreshToken")
    assert not program.settings.get("RingAccessToken")
