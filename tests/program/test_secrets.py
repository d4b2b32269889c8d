# SPDX-License-Identifier: Apache-2.0
"""Nothing secret appears in any output, log or error, nor in any file but the settings."""

import base64
import json
import shutil
import subprocess
import sys

import pytest
from conftest import DRIVEWAY

USERNAME = "kim.geheim@mail-of-kim.test"
PASSWORD = "Pa55-of-kim/ü&1"
CODE = "739154"
WRONG_PASSWORD = "wr0ng-of-kim"
WRONG_CODE = "846201"

OUTPUTS = [[], ["--verbose"], ["--json", "--verbose"]]
ids = lambda options: " ".join(map(str, options)) or "plain"  # noqa: E731


@pytest.fixture
def simulator(start_simulator, tmp_path):
    return start_simulator(
        "--username", USERNAME, "--password", PASSWORD, "--code", CODE,
        "--log", tmp_path / "requests.log",
    )


class Watch:
    """Collects every secret that ever was, and looks for them everywhere."""

    def __init__(self, program, simulator, tmp_path):
        self.program = program
        self.simulator = simulator
        self.tmp_path = tmp_path
        self.secrets = {
            "password": PASSWORD, "code": CODE, "e-mail": USERNAME, "name": "kim.geheim",
            "wrong password": WRONG_PASSWORD, "wrong code": WRONG_CODE,
        }

    def run(self, *arguments, **more):
        self.note_tokens()
        result = self.program.run(*arguments, simulator=self.simulator, **more)
        self.note_tokens()
        if result.code == 0 and arguments[0] != "logout":
            assert self.program.settings["RingUsername"] == USERNAME
        self.check(result.stdout, f"standard output of {arguments}")
        self.check(result.stderr, f"standard error of {arguments}")
        self.check_files()
        return result

    def log_in(self, *options, password=PASSWORD, code=CODE, **more):
        env = {"RING_PASSWORD": password, "RING_2FA_CODE": code}
        return self.run("login", "--username", USERNAME, *options, env=env, **more)

    def note_tokens(self):
        if self.program.settings_file.exists():
            settings = self.program.settings
            for key in ("RingRefreshToken", "RingAccessToken"):
                token = settings.get(key)
                if token:
                    # The last part alone is secret; the others are the same in every such token.
                    self.secrets[f"{key} {len(self.secrets)}"] = token.split(".")[-1]
        for signature in self.simulator.state()["signatures"]:
            self.secrets[f"signed address {signature}"] = signature

    def check(self, text, where):
        for name, secret in self.secrets.items():
            assert secret not in text, f"{name} in {where}: {text}"
            encoded = base64.b64encode(secret.encode()).decode().rstrip("=")
            assert encoded not in text, f"{name}, encoded, in {where}: {text}"

    def check_files(self):
        for file in self.tmp_path.rglob("*"):
            if file.is_file() and file != self.program.settings_file and file.suffix != ".jpg":
                self.check(file.read_bytes().decode(errors="replace"), file)


@pytest.fixture
def watch(program, simulator, tmp_path):
    return Watch(program, simulator, tmp_path)


def test_the_watch_itself_finds_a_secret(watch):
    with pytest.raises(AssertionError, match="password in here"):
        watch.check(f"x{PASSWORD}y", "here")
    (watch.tmp_path / "file").write_text(f"mail={USERNAME}")
    with pytest.raises(AssertionError, match="e-mail in "):
        watch.check_files()
    (watch.tmp_path / "file").unlink()
    assert watch.log_in().code == 0
    with pytest.raises(AssertionError, match="RingRefreshToken"):
        watch.check(watch.program.settings["RingRefreshToken"], "here")


@pytest.mark.parametrize("output", OUTPUTS, ids=ids)
@pytest.mark.parametrize("flow", ["token", "browser"])
def test_no_secret_in_a_login(watch, output, flow):
    assert watch.log_in("--flow", flow, *output).code == 0


@pytest.mark.parametrize("output", OUTPUTS, ids=ids)
@pytest.mark.parametrize("flow", ["token", "browser"])
def test_no_secret_in_a_login_that_fails(watch, output, flow):
    options = ["--flow", flow, *output]
    assert watch.log_in(*options, password=WRONG_PASSWORD).code == 3
    assert watch.log_in(*options, code=WRONG_CODE).code == 4
    assert watch.log_in(*options, code=None).code == 4
    faults = ["html*", "garbage*", "status:400*", "status:403*", "redirect:http://x.test/?t=1*"]
    for route in ["token"] if flow == "token" else ["authorize", "signin", "verify"]:
        for fault in faults + (["captcha*"] if route == "signin" else []):
            watch.simulator.call("DELETE", "/simulator/faults")
            watch.simulator.forget_requests()
            watch.simulator.fault(route, fault)
            watch.log_in(*options, code=None, input=CODE + "\n")
            assert any(request["fault"] for request in watch.simulator.requests())


@pytest.mark.parametrize("output", OUTPUTS, ids=ids)
def test_no_secret_given_as_an_option_is_repeated(watch, output):
    login = ["login", "--username", USERNAME]
    old = ["-username", USERNAME, "-password", PASSWORD]
    for code, options in (
        (0, [*login, "--password", PASSWORD, "--2fa-code", CODE]),
        (3, [*login, "--password", WRONG_PASSWORD]),
        (4, [*login, "--password", PASSWORD, "--2fa-code", WRONG_CODE]),
        (2, [*login, f"--password={PASSWORD}", f"--2fa-code={CODE}", "--no-such-option"]),
        (2, [*login, "--password", PASSWORD, "--2fa-code", CODE, "--flow", "none"]),
        (3, ["login", "--refresh-token", WRONG_PASSWORD]),
        (2, ["login", "--refresh-token", f"{{{PASSWORD}}}"]),
        (2, [*old, "-2facode", CODE, "-list", "-nonsense"]),
        (2, [*old, "-deviceid", "abc"]),
        (0, [*old, "-2facode", CODE, "-list"]),
    ):
        result = watch.run(*options, *output)
        assert result.code == code, result


@pytest.mark.parametrize("output", OUTPUTS, ids=ids)
def test_no_secret_in_the_commands_of_every_day(watch, output):
    assert watch.log_in().code == 0
    assert watch.run("get", DRIVEWAY, "--fresh", *output).code == 0
    if shutil.which("ffmpeg"):
        # The simulator's own films are not real ones.
        assert watch.run("history", DRIVEWAY, "--from", "4h ago", *output).code == 7
        assert any(name.startswith("signed address") for name in watch.secrets)
    for command in (["list"], ["get", "--all", "--cached"], ["status"], ["-list"], ["logout"]):
        assert watch.run(*command, *output).code == 0


@pytest.mark.parametrize("output", OUTPUTS, ids=ids)
def test_no_secret_when_these_fail(watch, output):
    watch.log_in()
    for fault in ("garbage*", "status:403*", "redirect:http://x.test/?token=1*"):
        watch.simulator.fault("devices", fault)
        assert watch.run("list", *output).code != 0
    watch.simulator.fault("devices")
    for fault in ("status:403*", "h264*", "garbage*"):
        for route in ("next", "image"):
            watch.simulator.fault(route, fault)
        assert watch.run("get", DRIVEWAY, "--retries", "1", *output).code != 0
    assert watch.run("get", "no-such-camera", *output).code == 6
    for route in ("devices", "next", "image"):
        watch.simulator.fault(route, "status:401*")
    assert watch.run("list", *output).code == 8


@pytest.mark.parametrize("output", OUTPUTS, ids=ids)
def test_no_secret_when_the_session_is_renewed_or_cannot_be(watch, output):
    watch.log_in()
    for fault in ("good", "status:406", "html*", "garbage*", "status:400*", "429:100*"):
        watch.program.expire_access_token()
        watch.simulator.fault("token", fault)
        watch.run("list", *output)
    watch.simulator.fault("token")
    watch.simulator.set(revoke_refresh_tokens=True, revoke_access_tokens=True)
    watch.program.expire_access_token()
    assert watch.run("list", *output).code != 0


@pytest.mark.parametrize("output", OUTPUTS, ids=ids)
def test_no_secret_when_the_settings_are_broken(watch, output):
    watch.log_in()
    text = watch.program.settings_file.read_text()
    for broken in (text[:-20], text.replace(",", ",,", 1), "[" + text + "]"):
        watch.note_tokens()
        watch.program.settings_file.write_text(broken)
        results = [
            watch.program.run(*command, *output, simulator=watch.simulator)
            for command in (["list"], ["status"], ["login", "--show-token"])
        ]
        for result in results:
            assert result.code == 9, result
            watch.check(result.stdout + result.stderr, "the error about broken settings")
        watch.program.settings_file.write_text(text)


def test_the_account_is_masked_where_it_is_shown(watch):
    watch.log_in()
    result = watch.run("status")
    assert result.code == 0, result
    assert "k***@" in result.stdout


def test_our_secrets_are_taken_out_of_the_environment_of_a_command_that_we_start(watch):
    watch.log_in()
    listing = watch.program.work / "environment"
    env = {
        "RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD, "RING_2FA_CODE": CODE, "KEPT": "yes",
    }
    result = watch.run("get", DRIVEWAY, "--exec", f"sh -c 'env > {listing}'", env=env)
    assert result.code == 0, result
    text = listing.read_text()
    assert "KEPT=yes" in text
    assert "RING_PASSWORD" not in text
    assert "RING_2FA_CODE" not in text


@pytest.mark.parametrize("output", OUTPUTS, ids=ids)
def test_no_password_of_a_broker_is_shown_and_only_the_settings_keep_it(watch, output):
    watch.log_in()
    watch.secrets["broker's password"] = "hush-of-kim"
    # Read by the program, so it is one more file that may hold it.
    file = watch.tmp_path / "broker-password.jpg"
    file.write_text("hush-of-kim\n")
    broker = ["--mqtt", "mqtt://kim@127.0.0.1:9"]
    once = ["watch", DRIVEWAY, "--count", "1", *output]
    assert watch.run(*once, *broker, "--mqtt-password-file", file, "--save").code == 0
    assert watch.program.settings["MqttPassword"] == "hush-of-kim"
    assert watch.run(*once).code == 0
    for command in (["status"], ["doctor"], ["doctor", "--report"]):
        watch.run(*command, *(option for option in output if command[-1] != "--report"))
    listing = watch.program.work / "environment"
    env = {"RING_SNAPSHOT_MQTT_PASSWORD": "hush-of-kim"}
    assert watch.run(*once, *broker, "--exec", f"sh -c 'env > {listing}'", "--fresh", env=env).code == 0
    assert "RING_SNAPSHOT_ID" in listing.read_text()
    result = watch.run("watch", DRIVEWAY, "--mqtt", "mqtt://kim:hush-of-kim@127.0.0.1", *output)
    assert result.code == 2, result
    watch.program.change_settings(Mqtt="mqtt://kim:hush-of-kim@127.0.0.1")
    assert watch.run("watch", DRIVEWAY, *output).code == 9
    assert watch.run("status", *output).code == 0
    result = watch.program.run("get", "--forget", simulator=watch.simulator)
    assert result.code == 0 and "hush-of-kim" not in watch.program.settings_file.read_text()


def test_the_log_of_the_simulator_holds_no_secret(watch):
    watch.log_in()
    watch.log_in("--flow", "browser")
    watch.program.expire_access_token()
    watch.run("get", DRIVEWAY)
    assert watch.log_in(password=WRONG_PASSWORD).code == 3
    watch.check(json.dumps(watch.simulator.requests(), ensure_ascii=False), "the request log")
    log = (watch.tmp_path / "requests.log").read_text()
    assert log.count("\n") >= 10
    watch.check(log, "the log file")


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_password_in_the_command_line_is_overwritten_in_place(program, simulator):
    simulator.fault("token", "hang*")
    process = program.start(
        "login", "--username", USERNAME, "--password", PASSWORD,
        simulator=simulator, stdin=subprocess.PIPE,
    )
    try:
        simulator.wait_for_request("/oauth/token")
        with open(f"/proc/{process.pid}/cmdline", "rb") as file:
            arguments = file.read().split(b"\0")
    finally:
        process.kill()
        process.communicate()
    assert arguments[1:5] == [b"login", b"--username", USERNAME.encode(), b"--password"]
    assert len(arguments[5]) == len(PASSWORD.encode())
    assert PASSWORD.encode() not in arguments


def test_no_secret_reaches_another_server_by_a_redirect(watch, start_simulator):
    watch.log_in()
    other = start_simulator()
    for route in ("devices", "next", "image"):
        watch.simulator.fault(route, f"redirect:{other.url}/elsewhere")
    watch.run("list")
    watch.run("get", DRIVEWAY)
    for request in other.requests():
        names = set(request["header_names"])
        assert not names & {"authorization", "cookie", "hardware_id", "2fa-code"}, names
    assert other.requests("/elsewhere")
