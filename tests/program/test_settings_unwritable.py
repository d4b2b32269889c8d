# SPDX-License-Identifier: Apache-2.0
"""Settings that cannot be written: found before a token is spent or a code is sent."""

import os
import pathlib
import resource
import shutil
import subprocess
import tempfile

import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME, Program

LOGIN = ["login", "--username", USERNAME]
TOKEN = "eyJhbGciOiJub25lIn0.eyJpYXQiOjE3OTAwMDAwMDB9.from-elsewhere"
NOBODY = 65534


@pytest.fixture
def simulator(start_simulator):
    return start_simulator("--refresh-token", TOKEN)


def full_disk(bytes_left=200):
    """What lets a run write no file beyond that size, so that it sees a full disk."""

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, bytes_left))

    # The signal that comes with it stays ignored, as this interpreter has it.
    return {"preexec_fn": limit, "restore_signals": False}


def left_behind(folder):
    return [p.name for p in folder.iterdir() if p.name.startswith(".") or "tmp" in p.name]


# A full disk


def test_a_full_disk_is_found_before_the_refresh_token_is_spent(logged_in, simulator):
    logged_in.expire_access_token()
    result = logged_in.run("list", simulator=simulator, **full_disk())
    assert result.code == 9, result
    assert str(logged_in.settings_file) in result.stderr
    assert simulator.requests() == []


@pytest.mark.parametrize("room", [0, 3000, 20000])
def test_also_a_disk_with_room_for_the_present_file_alone(logged_in, simulator, room):
    logged_in.expire_access_token()
    result = logged_in.run("list", simulator=simulator, **full_disk(room))
    assert result.code == 9, result
    assert "Settings.json" in result.stderr
    assert simulator.requests() == []


def test_a_full_disk_leaves_the_old_file_whole_and_nothing_else(logged_in, simulator):
    logged_in.expire_access_token()
    before = logged_in.settings_file.read_bytes()
    for command in (["list"], ["logout"], ["login", "--refresh-token", TOKEN]):
        assert logged_in.run(*command, simulator=simulator, **full_disk()).code == 9
        assert logged_in.settings_file.read_bytes() == before
        assert left_behind(logged_in.settings_file.parent) == []
    assert logged_in.works(simulator)


def test_a_full_disk_is_no_hindrance_while_the_access_token_is_good(logged_in, simulator):
    assert logged_in.run("list", simulator=simulator, **full_disk()).code == 0


@pytest.mark.parametrize("options", [["--2fa-code", CODE], [], ["--flow", "browser"]])
def test_no_login_is_tried_on_a_full_disk_so_that_no_code_is_sent_for_nothing(
    program, simulator, options
):
    result = program.run(
        *LOGIN, *options, simulator=simulator, env={"RING_PASSWORD": PASSWORD}, **full_disk()
    )
    assert result.code == 9, result
    assert "Settings.json" in result.stderr
    assert simulator.requests() == []
    assert simulator.state()["codes_sent"] == 0


def test_no_token_is_imported_on_a_full_disk(program, simulator):
    result = program.run(
        "login", "--refresh-token", TOKEN, simulator=simulator, **full_disk()
    )
    assert result.code == 9, result
    assert "Settings.json" in result.stderr
    assert simulator.requests() == []


# A place that cannot hold a file


@pytest.mark.parametrize("command", [[*LOGIN, "--2fa-code", CODE], [*LOGIN], ["-list"]])
def test_a_folder_that_is_none_is_found_before_anything_is_sent(program, simulator, command):
    program.settings_file.parent.write_text("a file, no folder")
    result = program.run(
        *command, simulator=simulator,
        env={"RING_USERNAME": USERNAME, "RING_PASSWORD": PASSWORD},
    )
    assert result.code == 9, result
    assert str(program.settings_file.parent) in result.stderr
    assert simulator.requests() == []


def test_settings_that_are_a_folder_are_found_before_anything_is_sent(program, simulator):
    program.settings_file.mkdir(parents=True)
    result = program.run(
        *LOGIN, "--2fa-code", CODE, simulator=simulator, env={"RING_PASSWORD": PASSWORD}
    )
    assert result.code == 9, result
    assert "Settings.json" in result.stderr
    assert simulator.requests() == []


# A read-only folder, as a user who may not overrule that


@pytest.fixture
def unprivileged(program, simulator):
    """A logged-in program in a folder that everybody can reach, and how to run it as nobody."""
    folder = pathlib.Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    other = Program(folder)
    other.path = shutil.copy(program.path, folder)
    pathlib.Path(other.path).chmod(0o755)
    other.log_in(simulator)
    if os.geteuid() == 0:
        for path in [folder, *folder.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)
    yield other
    for path in [folder, *folder.rglob("*")]:
        if path.is_dir():
            path.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody():
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}


def make_read_only(program):
    program.settings_file.chmod(0o400)
    program.settings_file.parent.chmod(0o500)


def test_a_run_that_needs_no_refresh_works_on_a_read_only_folder(unprivileged, simulator):
    make_read_only(unprivileged)
    for command in (["list"], ["get", DRIVEWAY], ["get", DRIVEWAY, "--fresh"], ["status"],
                    ["login", "--show-token"], ["-list"]):
        result = unprivileged.run(*command, simulator=simulator, **as_nobody())
        assert result.code == 0, result
    assert simulator.grants == []
    assert len(unprivileged.pictures) >= 1


def test_the_remembered_job_of_the_old_form_works_on_a_read_only_folder(unprivileged, simulator):
    job = ["-deviceid", DRIVEWAY, "-out", unprivileged.work]
    assert unprivileged.run(*job, simulator=simulator, **as_nobody()).code == 0
    make_read_only(unprivileged)
    result = unprivileged.run(*job, simulator=simulator, **as_nobody())
    assert result.code == 0, result


def test_a_read_only_folder_is_found_before_the_refresh_token_is_spent(unprivileged, simulator):
    unprivileged.expire_access_token()
    make_read_only(unprivileged)
    result = unprivileged.run("list", simulator=simulator, **as_nobody())
    assert result.code == 9, result
    assert "ermission denied" in result.stderr
    assert str(unprivileged.settings_file) in result.stderr
    assert simulator.requests() == []


def test_a_login_into_a_read_only_folder_is_not_tried(unprivileged, simulator):
    make_read_only(unprivileged)
    result = unprivileged.run(
        *LOGIN, simulator=simulator, env={"RING_PASSWORD": PASSWORD}, **as_nobody()
    )
    assert result.code == 9, result
    assert "Settings.json" in result.stderr
    assert simulator.requests() == []


def test_settings_that_may_not_be_read_are_said_to_be_so(unprivileged, simulator):
    unprivileged.settings_file.chmod(0)
    result = unprivileged.run("list", simulator=simulator, **as_nobody())
    assert result.code == 9, result
    assert "ermission denied" in result.stderr
    assert simulator.requests() == []


# A mount of the single file, as containers have it


def can_mount():
    if os.geteuid() != 0 or shutil.which("unshare") is None:
        return False
    probe = subprocess.run(
        ["unshare", "--mount", "mount", "--bind", "/tmp", "/tmp"], capture_output=True, check=False
    )
    return probe.returncode == 0


@pytest.mark.skipif(not can_mount(), reason="needs mounts")
def test_a_mount_of_the_single_file_is_found_before_the_refresh_token_is_spent(
    logged_in, simulator, tmp_path
):
    logged_in.expire_access_token()
    outside = shutil.copy(logged_in.settings_file, tmp_path / "outside.json")
    before = outside.read_bytes()
    script = 'mount --bind "$1" "$2" && exec "$3" list'
    result = logged_in.run(
        "--mount", "sh", "-c", script, "sh", outside, logged_in.settings_file, logged_in.path,
        simulator=simulator, program=shutil.which("unshare"),
    )
    assert result.code == 9, result
    assert str(logged_in.settings_file) in result.stderr
    assert simulator.requests() == []
    assert outside.read_bytes() == before
    assert left_behind(logged_in.settings_file.parent) == []
