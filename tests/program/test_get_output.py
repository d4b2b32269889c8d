# SPDX-License-Identifier: Apache-2.0
"""What `get` and `list` write to their standard output and error."""

import json
import re
import subprocess
from urllib.parse import unquote

import pexpect
import pytest
from conftest import CODE, DRIVEWAY, FRONT_DOOR, PASSWORD, USERNAME
from pictures import is_whole

UNKNOWN = "31000999"


def get(program, simulator, *options, **more):
    return program.run("get", FRONT_DOOR, *options, simulator=simulator, **more)


def on_terminal(program, simulator, *arguments, **env):
    """Everything that a run on a terminal shows, and its exit code."""
    child = pexpect.spawn(
        str(program.path), [str(a) for a in arguments], cwd=program.work, timeout=20,
        env=program.environment(simulator, **{"TERM": "xterm", **env}), dimensions=(24, 100),
    )
    shown = child.read().decode()
    child.close()
    return shown, child.exitstatus


def test_get_prints_one_path_a_line(logged_in, simulator):
    result = logged_in.run("get", "--all", simulator=simulator)
    assert result.code == 0, result
    assert len(result.lines) == 6
    assert all((logged_in.work / line).is_file() for line in result.lines)
    assert result.stderr == ""


def test_rows_come_in_the_order_of_list(logged_in, simulator):
    names = "Front Door|Driveway|Living Room|Garden|Neighbour|Cabin"
    listed, _ = on_terminal(logged_in, simulator, "list", NO_COLOR="1")
    shown, _ = on_terminal(logged_in, simulator, "get", "--all", NO_COLOR="1")
    order = re.findall(f"^({names})  ", listed, re.MULTILINE)
    assert len(order) == 6
    assert re.findall(f"^[✓=!] ({names})  ", shown, re.MULTILINE) == order


KEYS = {
    "id": str, "name": (str, type(None)), "path": str, "captured_at": str, "age_seconds": int,
    "bytes": int, "width": int, "height": int, "sha256": str, "fresh": bool, "unchanged": bool,
    "attempts": int,
}


def test_json_has_its_documented_members(logged_in, simulator):
    result = logged_in.run("get", "Front Door", "--json", simulator=simulator)
    assert result.code == 0, result
    saved = result.objects[0]
    for key, kind in KEYS.items():
        assert isinstance(saved[key], kind), key
    assert saved["id"] == FRONT_DOOR
    assert saved["name"] == "Front Door"


def test_json_tells_the_truth_about_the_picture(logged_in, simulator):
    saved = get(logged_in, simulator, "--json").objects[0]
    file = logged_in.work / saved["path"]
    digest = subprocess.run(["sha256sum", file], capture_output=True, check=True).stdout[:64]
    assert saved["sha256"] == digest.decode()
    assert saved["bytes"] == file.stat().st_size
    assert (saved["width"], saved["height"]) == size_of(file.read_bytes())


def size_of(jpeg):
    position = 2
    while jpeg[position + 1] not in (0xC0, 0xC1, 0xC2):
        position += 2 + int.from_bytes(jpeg[position + 2 : position + 4], "big")
    height, width = jpeg[position + 5 : position + 7], jpeg[position + 7 : position + 9]
    return int.from_bytes(width, "big"), int.from_bytes(height, "big")


def test_captured_at_is_a_moment_with_its_offset(logged_in, simulator):
    saved = get(logged_in, simulator, "--json").objects[0]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d",
                        saved["captured_at"])


def test_a_failure_is_an_object_with_json(logged_in, simulator):
    result = logged_in.run("get", UNKNOWN, "--json", "--retries", 1, simulator=simulator)
    assert result.code == 6, result
    failed = result.objects[0]
    assert failed["id"] == UNKNOWN
    assert failed["error"]["exit_code"] == 6
    assert isinstance(failed["error"]["code"], str)
    assert UNKNOWN in failed["error"]["message"]
    assert "hint" in failed["error"]


def test_with_json_every_line_is_an_object(logged_in, simulator):
    for route in ("next", "image"):
        simulator.fault(route, "status:404*", camera=DRIVEWAY)
    result = logged_in.run("get", "--all", "--json", "--retries", 1, simulator=simulator)
    assert len(result.objects) == 6
    assert all(isinstance(o, dict) for o in result.objects)


def test_quiet_is_silent_when_all_is_well(logged_in, simulator):
    simulator.set(camera=int(FRONT_DOOR), never_captures=True)
    result = get(logged_in, simulator, "--fresh", "--wait", "500ms", "--quiet")
    assert result.code == 0, result
    assert result.stdout + result.stderr == ""
    assert len(logged_in.pictures) == 1


def test_quiet_keeps_errors(logged_in, simulator):
    result = logged_in.run("get", "Attic", "--quiet", simulator=simulator)
    assert result.code == 6
    assert "Attic" in result.stderr


def test_verbose_shows_method_host_path_status_and_time_of_each_request(logged_in, simulator):
    host = simulator.url.removeprefix("http://")
    simulator.fault("next", "status:404")
    result = get(logged_in, simulator, "--verbose")
    assert result.code == 0, result
    for request in simulator.requests():
        line = next(x for x in result.stderr.splitlines()
                    if f"{request['method']} {host}{request['path']}" in x)
        assert str(request["status"]) in line
        assert re.search(r"\d ?m?s\b", line)
    assert len(result.lines) == 1


def test_verbose_shows_a_request_that_failed(logged_in, simulator):
    simulator.fault("next", "reset")
    result = get(logged_in, simulator, "--verbose")
    line = next(x for x in result.stderr.splitlines() if "/snapshots/next/" in x)
    assert re.search("reset|closed|broke|empty|fail", line, re.IGNORECASE), line


def test_verbose_shows_no_secret(program, start_simulator):
    simulator = start_simulator()
    login = program.run(
        "login", "--username", USERNAME, "--2fa-code", CODE, "--verbose", simulator=simulator,
        env={"RING_PASSWORD": PASSWORD},
    )
    assert login.code == 0, login
    used = dict(program.settings)
    program.expire_access_token()
    result = program.run("get", "--all", "--verbose", simulator=simulator)
    assert result.code == 0, result
    assert "/oauth/token" in result.stderr
    shown = login.stdout + login.stderr + result.stdout + result.stderr
    secrets = [PASSWORD, USERNAME, f" {CODE}", "Bearer"]
    for settings in (used, program.settings):
        secrets += [settings["RingAccessToken"], settings["RingRefreshToken"]]
    assert [s for s in secrets if s in shown] == []


def test_verbose_never_shows_a_signed_address(logged_in, simulator, service):
    simulator.fault("next", f"redirect:{service.url}/a.jpg?X-Amz-Signature=sesame&sig=open*")
    result = get(logged_in, simulator, "--verbose", "--retries", 1)
    assert service.requests, result
    shown = result.stdout + result.stderr
    assert "sesame" not in shown and "sig=open" not in shown


def test_out_minus_writes_the_picture_and_nothing_else(logged_in, simulator):
    result = get(logged_in, simulator, "--out", "-")
    assert result.code == 0, result
    saved = get(logged_in, simulator, "--json").objects[0]
    assert result.stdout_bytes == (logged_in.work / saved["path"]).read_bytes()
    assert is_whole(result.stdout_bytes)
    assert len(logged_in.pictures) == 1


def test_out_minus_is_not_for_a_terminal(logged_in, simulator):
    shown, code = on_terminal(logged_in, simulator, "get", FRONT_DOOR, "--out", "-")
    assert code == 2
    assert "terminal" in shown
    assert "JFIF" not in shown
    assert simulator.requests() == []


@pytest.mark.parametrize("options", [("--json",), (DRIVEWAY,), ("--all",)])
def test_out_minus_is_for_one_picture_only(logged_in, simulator, options):
    device = () if "--all" in options else (FRONT_DOOR,)
    result = logged_in.run("get", *device, *options, "--out", "-", simulator=simulator)
    assert result.code == 2, result
    assert result.stdout == ""
    assert not simulator.requests("/snapshots")


def test_out_minus_writes_nothing_when_there_is_no_picture(logged_in, simulator):
    for route in ("next", "image"):
        simulator.fault(route, "html*")
    result = get(logged_in, simulator, "--out", "-", "--retries", 1)
    assert result.code == 8, result
    assert result.stdout_bytes == b""


COMMANDS = [("list",), ("get", FRONT_DOOR), ("get", FRONT_DOOR, "--out", "-"),
            ("get", FRONT_DOOR, "--json"), ("status",), ("--help",), ("--version",),
            ("completion", "bash")]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_full_standard_output_ends_with_9(logged_in, simulator, command):
    with open("/dev/full", "wb") as full:
        result = logged_in.run(*command, simulator=simulator, stdout=full)
    assert result.code == 9, result
    assert "standard output" in result.stderr


@pytest.mark.parametrize("command", COMMANDS[:4], ids=" ".join)
def test_without_a_standard_output_nothing_else_is_overwritten(logged_in, simulator, command):
    # Whatever is opened next gets the number of the closed output: a socket, a file.
    result = logged_in.run(
        "-c", '"$@" >&-', "sh", logged_in.path, *command, simulator=simulator, program="/bin/sh"
    )
    assert result.code == 9, result
    assert logged_in.settings["RingAccessToken"]
    assert all(is_whole((logged_in.work / p).read_bytes()) for p in logged_in.pictures)


def test_there_are_no_colours_in_a_pipe(logged_in, simulator):
    result = logged_in.run("get", "Attic", "--verbose", simulator=simulator)
    assert "Attic" in result.stderr
    assert "\x1b" not in result.stdout + result.stderr


def test_an_error_is_coloured_on_a_terminal(logged_in, simulator):
    shown, code = on_terminal(logged_in, simulator, "get", "Attic")
    assert code == 6
    assert "\x1b[" in shown


def test_no_color_means_no_colours(logged_in, simulator):
    shown, _ = on_terminal(logged_in, simulator, "get", "Attic", "--no-color")
    assert "Attic" in shown and "\x1b[" not in shown


@pytest.mark.parametrize(("env", "has_colours", "has_links"), [
    ({}, True, True), ({"TERM": "linux"}, True, False), ({"TERM": "dumb"}, False, False),
    ({"NO_COLOR": "1"}, False, False)], ids=str)
def test_a_saved_picture_is_a_link_where_the_terminal_takes_it(
    logged_in, simulator, env, has_colours, has_links
):
    shown, code = on_terminal(logged_in, simulator, "get", FRONT_DOOR, **env)
    assert code == 0
    assert ("\x1b[" in shown) == has_colours
    links = re.findall(r"\x1b\]8;;file://[^/]+(/[^\x1b]+\.jpg)\x1b", shown)
    assert len(links) == has_links
    assert all(unquote(link) == str(logged_in.work / logged_in.pictures[0]) for link in links)


@pytest.mark.parametrize(("env", "mark"), [
    ({"LANG": "C"}, "v"), ({"LANG": None}, "v"), ({"LANG": "de_DE.UTF-8"}, "✓"),
    ({"LANG": "C", "LC_ALL": "en_US.utf8"}, "✓"), ({"LC_CTYPE": "de_DE@euro"}, "v")], ids=str)
def test_signs_go_by_the_locale(logged_in, simulator, env, mark):
    shown, code = on_terminal(logged_in, simulator, "get", FRONT_DOOR, "--no-color", **env)
    assert code == 0
    assert shown.startswith(mark + " camera")


def test_the_variable_no_color_means_no_colours(logged_in, simulator):
    shown, _ = on_terminal(logged_in, simulator, "get", "Attic", NO_COLOR="1")
    assert "Attic" in shown and "\x1b[" not in shown


def test_progress_is_visible_on_a_terminal(logged_in, simulator):
    simulator.set(camera=int(FRONT_DOOR), never_captures=True)
    shown, code = on_terminal(
        logged_in, simulator, "get", "Front Door", DRIVEWAY, "--fresh", "--wait", "2s"
    )
    assert code == 0
    assert "1 of 2" in shown
    assert "Front Door" in shown


def test_there_is_no_progress_in_a_pipe(logged_in, simulator):
    simulator.set(camera=int(FRONT_DOOR), never_captures=True)
    result = get(logged_in, simulator, "--fresh", "--wait", "2s")
    assert "\r" not in result.stderr
    assert len(result.lines) == 1
    assert len(result.stderr.splitlines()) <= 2


def test_a_locale_without_unicode_is_no_error(logged_in, simulator):
    result = logged_in.run(
        "get", "Cabin", "--name", "{location} {name}.jpg", simulator=simulator,
        env={"LANG": "C", "LC_ALL": "C"},
    )
    assert result.code == 0, result
    listed = logged_in.run("list", simulator=simulator, env={"LANG": "C", "LC_ALL": "C"})
    assert "München" in listed.stdout


def test_json_is_utf_8_and_one_line_an_object(program, service):
    from scripted_service import picture

    service.has_devices({"description": "Tür\n\u2028🚪"})
    service.on("/snapshots/next/", picture(1790000012345))
    result = program.run("get", "--all", "--json", simulator=service)
    assert result.stdout_bytes.count(b"\n") == 1
    assert json.loads(result.stdout_bytes.decode())["name"].startswith("Tür")
