# SPDX-License-Identifier: Apache-2.0
"""get --exec and get --save."""

import json
import pathlib
import sys

import pytest
from conftest import DRIVEWAY, FRONT_DOOR, PASSWORD
from scripted_service import picture


def get(program, simulator, *options, **more):
    return program.run("get", FRONT_DOOR, *options, simulator=simulator, **more)


def environment_of(file):
    entries = file.read_bytes().split(b"\0")
    return dict(e.decode().split("=", 1) for e in entries if b"=" in e)


def test_a_command_gets_the_facts_of_the_picture_in_its_environment(logged_in, simulator):
    result = logged_in.run(
        "get", "Front Door", "--json", "--latest", "now.jpg",
        "--exec", "sh -c 'env -0 > env'", simulator=simulator,
    )
    assert result.code == 0, result
    saved = result.objects[0]
    given = environment_of(logged_in.work / "env")
    values = set(given.values())
    path = pathlib.Path(given["RING_SNAPSHOT_PATH"])
    assert path.is_absolute() and path.samefile(logged_in.work / saved["path"])
    for key in ("id", "name", "captured_at", "sha256"):
        assert saved[key] in values, key
    for key in ("bytes", "width", "height"):
        assert str(saved[key]) in values, key


def test_a_command_inherits_the_rest_of_the_environment(logged_in, simulator):
    get(logged_in, simulator, "--exec", "sh -c 'env -0 > env'", env={"MY_OWN": "thing"})
    given = environment_of(logged_in.work / "env")
    assert given["MY_OWN"] == "thing"
    assert given["PATH"]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_command_gets_none_of_our_open_files_and_connections(logged_in, simulator):
    result = get(logged_in, simulator, "--exec", "sh -c 'exec ls -l /proc/self/fd > open'")
    assert result.code == 0, result
    lines = (logged_in.work / "open").read_text().splitlines()[1:]
    # Its own three, and the folder that ls reads.
    assert len(lines) == 4, lines
    assert "socket:" not in "".join(lines[:1] + lines[3:]), lines


def test_our_secrets_are_not_in_the_environment_of_a_command(logged_in, simulator):
    get(
        logged_in, simulator, "--exec", "sh -c 'env -0 > env'",
        env={"RING_PASSWORD": PASSWORD, "RING_USERNAME": "demo@example.com",
             "RING_2FA_CODE": "765432"},
    )
    text = (logged_in.work / "env").read_text()
    settings = logged_in.settings
    for secret in (PASSWORD, "demo@example.com", "765432", settings["RingAccessToken"],
                   settings["RingRefreshToken"]):
        assert secret not in text


def test_a_command_does_not_go_through_a_shell(logged_in, simulator):
    result = get(logged_in, simulator, "--out", "pics",
                 "--exec", "touch \"a b\" 'c d' $HOME ; $(e) *.f >g &")
    assert result.code == 0, result
    made = {p.name for p in logged_in.work.iterdir()} - {"pics"}
    assert made == {"a b", "c d", "$HOME", ";", "$(e)", "*.f", ">g", "&"}


@pytest.mark.parametrize("name", ["$(touch pwned)", "`touch pwned`", "; touch pwned #",
                                  "' ; touch pwned '", "\n touch pwned\n", "a=b"])
def test_a_camera_s_name_is_no_command(program, service, name):
    service.has_devices({"description": name})
    service.on("/snapshots/next/", picture(1790000012345))
    result = program.run(
        "get", "--all", "--out", "pics", "--name", "{name}.jpg",
        "--exec", "sh -c 'test -f \"$RING_SNAPSHOT_PATH\" && : > ran'", simulator=service,
    )
    assert result.code == 0, result
    assert {p.name for p in program.work.iterdir()} == {"pics", "ran"}


def test_a_command_that_fails_is_reported_and_harmless(logged_in, simulator):
    result = get(logged_in, simulator, "--exec", "sh -c 'exit 3'")
    assert result.code == 0, result
    assert "sh" in result.stderr and "3" in result.stderr
    assert len(logged_in.pictures) == 1


@pytest.mark.parametrize("command", ["no-such-command-here", "/etc/passwd", "./missing arg"])
def test_a_command_that_cannot_be_started_is_reported_and_harmless(logged_in, simulator, command):
    result = get(logged_in, simulator, "--exec", command)
    assert result.code == 0, result
    assert command.split()[0] in result.stderr
    assert len(logged_in.pictures) == 1


def test_a_command_is_run_once_for_each_saved_picture(logged_in, simulator):
    for route in ("next", "image"):
        simulator.fault(route, "status:404*", camera=DRIVEWAY)
    command = "sh -c 'echo $RING_SNAPSHOT_ID >> ran'"
    logged_in.run("get", "--all", "--retries", 1, "--exec", command, simulator=simulator)
    ran = (logged_in.work / "ran").read_text().split()
    assert len(ran) == len(set(ran)) == 5
    assert DRIVEWAY not in ran


def test_a_command_is_not_run_for_an_unchanged_picture(logged_in, simulator):
    get(logged_in, simulator)
    again = get(logged_in, simulator, "--json", "--exec", "touch ran")
    assert again.objects[0]["unchanged"] is True
    assert not (logged_in.work / "ran").exists()


def test_the_output_of_a_command_is_no_result(logged_in, simulator):
    result = get(logged_in, simulator, "--json", "--exec", "echo hello")
    assert result.code == 0, result
    assert [json.loads(line)["id"] for line in result.lines] == [FRONT_DOOR]


def test_a_command_does_not_read_our_input(logged_in, simulator):
    result = get(logged_in, simulator, "--exec", "sh -c 'cat > got'", input="for nobody\n")
    assert result.code == 0, result
    assert (logged_in.work / "got").read_text() == ""


@pytest.mark.parametrize("command", ["sh -c 'unfinished", "\"", "", "  "])
def test_a_command_that_is_none_is_a_usage_error(logged_in, simulator, command):
    result = get(logged_in, simulator, "--exec", command)
    assert result.code == 2, result
    assert logged_in.pictures == []


SAVED = ("--out", "pics", "--name", "{id}.jpg", "--latest", "now.jpg", "--retries", "2", "--save")


def test_save_remembers_the_options_for_the_next_run(logged_in, simulator):
    result = get(logged_in, simulator, *SAVED)
    assert result.code == 0, result
    for file in logged_in.pictures:
        (logged_in.work / file).unlink()
    again = logged_in.run("get", simulator=simulator)
    assert again.code == 0, again
    assert {str(p) for p in logged_in.pictures} == {f"pics/{FRONT_DOOR}.jpg", "pics/now.jpg"}


def test_without_save_nothing_is_remembered(logged_in, simulator):
    before = logged_in.settings
    result = get(logged_in, simulator, *SAVED[:-1])
    assert result.code == 0, result
    assert logged_in.settings == before


def test_the_command_line_wins_over_what_was_saved(logged_in, simulator):
    get(logged_in, simulator, *SAVED)
    result = logged_in.run(
        "get", DRIVEWAY, "--out", "other", "--name", "x.jpg", "--latest", "y.jpg",
        simulator=simulator,
    )
    assert result.code == 0, result
    made = {str(p) for p in logged_in.pictures if str(p).startswith("other")}
    assert made == {"other/x.jpg", "other/y.jpg"}
    assert all(f"pics/{DRIVEWAY}" not in str(p) for p in logged_in.pictures)


def test_cached_wins_over_a_saved_fresh(logged_in, simulator):
    logged_in.run("get", DRIVEWAY, "--fresh", "--save", simulator=simulator)
    assert logged_in.run("get", "--json", simulator=simulator).objects[0]["fresh"] is True
    simulator.forget_requests()
    result = logged_in.run("get", "--cached", "--json", simulator=simulator)
    assert result.objects[0]["fresh"] is False
    assert not [r for r in simulator.requests() if r["query"].get("extras") == "force"]


def test_a_saved_folder_does_not_depend_on_where_the_next_run_starts(logged_in, simulator):
    get(logged_in, simulator, *SAVED)
    (logged_in.work / "pics" / f"{FRONT_DOOR}.jpg").unlink()
    result = logged_in.run("get", simulator=simulator, cwd=logged_in.home)
    assert result.code == 0, result
    assert (logged_in.work / "pics" / f"{FRONT_DOOR}.jpg").is_file()


@pytest.mark.parametrize("options", [("--fresh",), ("--wait", "9s"), ("--max-age", "3h"),
                                     ("--exec", "true"), ("--require-fresh",)])
def test_each_option_is_remembered(logged_in, simulator, options):
    before = logged_in.settings
    result = logged_in.run("get", DRIVEWAY, *options, "--save", simulator=simulator)
    assert result.code in (0, 7), result
    changed = {k for k, v in logged_in.settings.items() if before.get(k) != v}
    assert len(changed) >= 2  # the device and the option


def test_save_keeps_members_that_the_program_does_not_know(logged_in, simulator):
    logged_in.change_settings(SomebodyElses={"a": [1]})
    get(logged_in, simulator, *SAVED)
    assert logged_in.settings["SomebodyElses"] == {"a": [1]}


def test_saving_several_devices_is_remembered(logged_in, simulator):
    logged_in.run("get", "garden", DRIVEWAY, "--save", simulator=simulator)
    result = logged_in.run("get", "--json", simulator=simulator)
    assert {o["id"] for o in result.objects} == {"518000302", DRIVEWAY}
