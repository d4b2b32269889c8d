# SPDX-License-Identifier: Apache-2.0
"""What holds the login is for its owner alone, wherever it is and whoever put things in its way."""

import os
import stat
import sys
import threading

import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


class Observer:
    """Looks at a folder again and again while a program runs: what was there even for a moment."""

    def __init__(self, folder):
        self.folder = folder
        self.modes = {}
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while not self.done.is_set():
            try:
                entries = list(os.scandir(self.folder))
            except FileNotFoundError:
                continue
            for entry in entries:
                try:
                    status = entry.stat(follow_symlinks=False)
                except FileNotFoundError:
                    continue
                self.modes[entry.name] = stat.S_IMODE(status.st_mode)

    def stop(self):
        self.done.set()
        self.thread.join()
        return self.modes


def test_not_even_a_temporary_file_is_readable_by_others(program, simulator):
    observer = Observer(program.settings_file.parent)
    try:
        result = program.run(
            "login", "--username", USERNAME, "--2fa-code", CODE, "--flow", "browser",
            simulator=simulator, env={"RING_PASSWORD": PASSWORD}, umask=0,
        )
        assert result.code == 0, result
        for _ in range(10):
            program.expire_access_token()
            assert program.run("get", DRIVEWAY, "--save", simulator=simulator, umask=0).code == 0
    finally:
        modes = observer.stop()
    temporary = {name for name in modes if name.startswith(".")}
    assert temporary, "none was seen in twenty writes"
    assert {name: oct(mode) for name, mode in modes.items() if mode & 0o077} == {}


def test_what_a_login_that_waits_keeps_is_for_its_owner_alone(program, simulator):
    result = program.run(
        "login", "--username", USERNAME, "--flow", "browser", simulator=simulator,
        env={"RING_PASSWORD": PASSWORD}, umask=0,
    )
    assert result.code == 4, result
    kept = list(program.settings_file.parent.iterdir())
    assert any(file.name.endswith(".pending-login") for file in kept)
    assert {file.name for file in kept if mode_of(file) & 0o077} == set()


def test_a_hard_link_to_the_settings_never_gets_a_newer_token(logged_in, simulator, tmp_path):
    link = tmp_path / "linked.json"
    os.link(logged_in.settings_file, link)
    before = link.read_bytes()
    logged_in.expire_access_token()
    old = link.read_bytes()
    assert logged_in.works(simulator)
    assert link.read_bytes() == old != before
    assert logged_in.settings["RingRefreshToken"].encode() not in old


def test_a_link_to_settings_that_others_can_read_is_corrected_where_it_leads(
    logged_in, simulator, tmp_path
):
    real = tmp_path / "real.json"
    logged_in.settings_file.rename(real)
    real.chmod(0o644)
    logged_in.settings_file.symlink_to(real)
    result = logged_in.run("list", simulator=simulator)
    assert result.code == 0, result
    assert mode_of(real) == 0o600
    assert str(logged_in.settings_file) in result.stderr


@pytest.mark.parametrize("target", ["settings/Settings.json", "nowhere/Settings.json"])
def test_a_link_that_leads_nowhere_ends_with_9_and_costs_no_token(program, simulator, target):
    program.settings_file.parent.mkdir(mode=0o700)
    program.settings_file.symlink_to(program.folder / target)
    result = program.run(
        "login", "--username", USERNAME, "--2fa-code", CODE, simulator=simulator,
        env={"RING_PASSWORD": PASSWORD},
    )
    assert result.code == 9, result
    assert "Settings.json" in result.stderr
    assert simulator.requests() == []


@pytest.mark.parametrize("name", ["Settings.json.lock", "Settings.json.pictures",
                                  "Settings.json.pictures.lock", "Settings.json.pictures.db",
                                  "Settings.json.pictures.db.new", "Settings.json.pictures.db.probe",
                                  "Settings.json.pictures.db-wal", "Settings.json.pictures.pending",
                                  "Settings.json.pictures.imported", "Settings.json.pending-login",
                                  "Settings.json.cooldowns", "Settings.json.cooldowns.lock"])
def test_a_link_planted_beside_the_settings_is_not_written_through(
    logged_in, simulator, tmp_path, name
):
    victim = tmp_path / "victim"
    victim.write_text("precious\n")
    planted = logged_in.settings_file.with_name(name)
    planted.unlink(missing_ok=True)
    planted.symlink_to(victim)
    logged_in.expire_access_token()
    logged_in.run("get", DRIVEWAY, simulator=simulator)
    logged_in.run("login", "--username", USERNAME, "--flow", "browser", simulator=simulator,
                  env={"RING_PASSWORD": PASSWORD})
    assert victim.read_text() == "precious\n"


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="gives files away")
@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_settings_of_another_user_are_no_way_to_our_login(logged_in, simulator, mode):
    os.chown(logged_in.settings_file, 65534, 65534)
    logged_in.settings_file.chmod(mode)
    logged_in.expire_access_token()
    assert logged_in.works(simulator)
    status = logged_in.settings_file.stat()
    # The new login is readable by nobody but the one who ran the program, or not at all by others.
    assert stat.S_IMODE(status.st_mode) == 0o600
