# SPDX-License-Identifier: Apache-2.0
"""login where Ring refuses what the program says it is (406), and where it asks for a code oddly."""

import pytest
from conftest import CODE, PASSWORD, USERNAME

BARE = "android:com.ringapp"
FULL = "android:com.ringapp:3.113.0(70497080)"


def log_in(program, simulator, *options, input=None):
    return program.run(
        "login", "--username", USERNAME, *options,
        simulator=simulator, env={"RING_PASSWORD": PASSWORD}, input=input,
    )


def user_agents(simulator, path="/oauth"):
    return [r["headers"]["user-agent"] for r in simulator.requests(path)]


flows = pytest.mark.parametrize("flow", ["token", "browser"])
code_or_none = pytest.mark.parametrize(
    "options", [("--2fa-code", CODE), ()], ids=["code up front", "code asked for"]
)


@flows
@code_or_none
def test_the_full_user_agent_gets_in_where_the_bare_one_does_not(
    program, start_simulator, flow, options
):
    simulator = start_simulator("--require-user-agent", "full")
    result = log_in(program, simulator, "--flow", flow, *options, input=CODE + "\n")
    assert result.code == 0, result
    # The bare one is tried once, and not again once it was refused.
    assert user_agents(simulator)[0] == BARE
    assert set(user_agents(simulator)[1:]) == {FULL}
    assert set(user_agents(simulator, "/clients_api")) == {FULL}
    assert program.settings["RingUserAgent"] == "full"
    assert program.works(simulator)
    messages = 0 if options and flow == "token" else 1
    assert simulator.state()["codes_sent"] == messages


def test_a_logout_forgets_the_user_agent(program, start_simulator):
    simulator = start_simulator("--require-user-agent", "full")
    assert log_in(program, simulator, "--2fa-code", CODE).code == 0
    assert program.run("logout").code == 0
    assert program.settings["RingUserAgent"] == "bare"


@code_or_none
def test_a_fresh_hardware_id_gets_in_where_the_first_does_not(program, start_simulator, options):
    simulator = start_simulator("--refuse-first-hardware-id")
    result = log_in(program, simulator, *options, input=CODE + "\n")
    assert result.code == 0, result
    ids = [r["headers"]["hardware_id"] for r in simulator.requests("/oauth/token")]
    assert ids[0] == ids[1] != ids[2]
    assert len(set(ids)) == 2
    assert program.settings["RingHardwareId"] == ids[2]
    assert simulator.requests("/oauth/v2") == []
    program.expire_access_token()
    assert program.works(simulator)
    assert simulator.state()["codes_sent"] == (0 if options else 1)


def test_a_fresh_hardware_id_is_kept_until_the_code_is_there(program, start_simulator):
    simulator = start_simulator("--refuse-first-hardware-id")
    assert log_in(program, simulator).code == 4
    known = program.settings["RingHardwareId"]
    simulator.forget_requests()
    assert log_in(program, simulator, "--2fa-code", CODE).code == 0
    assert {r["headers"]["hardware_id"] for r in simulator.requests()} == {known}
    assert simulator.state()["codes_sent"] == 1


def test_a_login_that_fails_leaves_the_id_of_the_login_that_works(logged_in, simulator):
    before = logged_in.settings
    simulator.set(refuse_hardware_id=before["RingHardwareId"])
    assert log_in(logged_in, simulator).code == 4
    assert logged_in.settings == before


@pytest.mark.parametrize("two_factor", ["sms", "email", "whatsapp", "voice"])
def test_a_406_after_the_challenge_costs_no_second_message(program, start_simulator, two_factor):
    simulator = start_simulator("--two-factor", two_factor)
    simulator.fault("token", "good", "status:406*")
    result = log_in(program, simulator, input=CODE + "\n")
    assert result.code == 8, result
    assert "--flow browser" in result.stderr
    assert simulator.state()["codes_sent"] == 1


def test_a_406_with_the_code_of_an_earlier_login_costs_no_second_message(program, simulator):
    assert log_in(program, simulator).code == 4
    simulator.fault("token", "status:406*")
    result = log_in(program, simulator, "--2fa-code", CODE)
    assert result.code == 8, result
    assert "--flow browser" in result.stderr
    simulator.fault("token")
    assert log_in(program, simulator, "--2fa-code", CODE).code == 0
    assert simulator.state()["codes_sent"] == 1


def test_a_passing_406_after_the_challenge_is_got_over_with_the_code_that_was_sent(
    program, simulator
):
    simulator.fault("token", "good", "status:406")
    assert log_in(program, simulator, input=CODE + "\n").code == 0
    assert simulator.state()["codes_sent"] == 1


def test_a_406_at_the_code_of_the_browser_flow_leaves_the_code_for_the_next_login(
    program, simulator
):
    simulator.fault("verify", "status:406*")
    assert log_in(program, simulator, "--flow", "browser", input=CODE + "\n").code == 8
    simulator.fault("verify")
    assert log_in(program, simulator, "--2fa-code", CODE).code == 0
    assert simulator.state()["codes_sent"] == 1


def test_a_program_that_is_refused_everywhere_asks_seldom_and_says_what_helps(
    program, simulator
):
    for route in ("token", "authorize"):
        simulator.fault(route, "status:406*")
    result = log_in(program, simulator, "--2fa-code", CODE)
    assert result.code == 8, result
    said = result.stderr
    assert said.index("home connection") < said.index("wait some hours")
    assert said.index("ask less often") < said.index("--refresh-token")
    assert [r["route"] for r in simulator.requests()] == ["token"] * 3 + ["authorize"] * 2
    assert simulator.state()["codes_sent"] == 0


# How Ring asks for a code


@flows
@pytest.mark.parametrize("challenge", ["202", "redirect"])
def test_a_code_may_be_asked_for_by_a_202_or_a_redirect(program, start_simulator, flow, challenge):
    simulator = start_simulator("--challenge", challenge)
    result = log_in(program, simulator, "--flow", flow, input=CODE + "\n")
    assert result.code == 0, result
    assert simulator.state()["codes_sent"] == 1
    assert ("+1xxxxxxxx89" in result.stderr) == (challenge == "202")
    assert program.works(simulator)


@flows
@pytest.mark.parametrize("challenge", ["202", "redirect"])
def test_a_code_asked_for_oddly_can_be_given_to_the_next_login(
    program, start_simulator, flow, challenge
):
    simulator = start_simulator("--challenge", challenge)
    assert log_in(program, simulator, "--flow", flow).code == 4
    assert log_in(program, simulator, "--2fa-code", CODE).code == 0
    assert simulator.state()["codes_sent"] == 1


@pytest.mark.parametrize(
    "two_factor, words",
    [("whatsapp", "WhatsApp to +1xxxxxxxx89"), ("voice", "phone call to +1xxxxxxxx89")],
)
def test_the_channel_is_named(program, start_simulator, two_factor, words):
    simulator = start_simulator("--two-factor", two_factor)
    result = log_in(program, simulator, input=CODE + "\n")
    assert result.code == 0, result
    assert words in result.stderr
