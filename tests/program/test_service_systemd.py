# SPDX-License-Identifier: Apache-2.0
"""`service` where systemd runs the machine, with a systemctl that keeps what it was told."""

import json
import re
import socket
import urllib.request

import pexpect
import pytest
from conftest import FRONT_DOOR
from service_fakes import tools  # noqa: F401: a fixture

UNIT = "ring-snapshot.service"
PAGE_UNIT = "ring-snapshot-serve.service"
STORED_NAME = re.compile(r"^[^/]+/\d{4}-\d\d-\d\d/\d\d-\d\d-\d\d\.jpg$")


@pytest.fixture
def machine(tools):  # noqa: F811
    tools.has_systemd()
    return tools


def install(machine, *options, **kwargs):
    result = machine.run("install", *options, simulator=machine.simulator, **kwargs)
    assert result.code == 0, result
    return result


def pictures_below(folder):
    return [str(path.relative_to(folder)) for path in folder.rglob("*.jpg")]


def wait_for_pictures(machine, folder, count=1):
    machine.simulator.wait_for_request("/snapshots/", count)
    import time

    end = time.monotonic() + 20
    while len(pictures_below(folder)) < count:
        assert time.monotonic() < end, "no picture was saved"
        time.sleep(0.01)


def test_one_command_sets_up_a_service_that_takes_pictures(machine):
    result = install(machine)
    assert result.lines == [
        "Pictures   ~/Pictures/Ring, every 5 minutes, 6 cameras",
        "Starts     with this machine, also when nobody is logged in",
        "✓ running now. ring-snapshot service status | logs | stop | remove",
    ]
    assert [call for call in machine.calls if not re.search("is-|show|^id|crontab", call)] == [
        "loginctl enable-linger kim",
        "systemctl --user daemon-reload",
        f"systemctl --user enable {UNIT}",
        f"systemctl --user restart {UNIT}",
    ]
    folder = machine.program.home / "Pictures" / "Ring"
    wait_for_pictures(machine, folder, 6)
    assert all(STORED_NAME.match(name) for name in pictures_below(folder))


def test_a_page_is_served_beside_it(machine):
    result = install(machine, "--page", "--page-listen", "127.0.0.1:0")
    url = re.fullmatch(r"Page       (http://127\.0\.0\.1:\d+/)", result.lines[1])[1]
    assert urllib.request.urlopen(url + "health", timeout=20).status == 200
    assert f"systemctl --user enable {UNIT} {PAGE_UNIT}" in machine.calls
    assert f"Page       {url}" in machine.run("status").lines
    [report] = machine.run("status", "--json").objects
    assert report["page"] == {"running": True, "url": url, "exit_code": None}
    assert f"; page: {url}" in machine.run_command("status").stdout

    again = install(machine)
    assert "the page is gone, as --page was not given" in again.stderr
    with pytest.raises(OSError):
        urllib.request.urlopen(url, timeout=20)
    assert not (machine.unit_folder / PAGE_UNIT).exists()
    assert not any(line.startswith("Page") for line in machine.run("status").lines)


def test_removing_it_removes_the_page(machine):
    install(machine, "--page", "--page-listen", "127.0.0.1:0")
    assert machine.run("remove").code == 0
    assert list(machine.unit_folder.iterdir()) == []
    left = [path.name for path in machine.program.settings_file.parent.iterdir()]
    assert [name for name in left if "service" in name and not name.endswith(".lock")] == []


def test_a_page_that_cannot_listen_leaves_the_pictures_running(machine):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = machine.run("install", "--page", "--page-listen",
                             f"127.0.0.1:{taken.getsockname()[1]}", simulator=machine.simulator)
    assert result.code == 9, result
    assert "Page       not running since" in result.stdout and "exit code 9" in result.stdout
    assert "warning: the page does not run; to see why" in result.stderr
    assert "the page was set up, but does not run" in result.stderr
    assert machine.run("status").lines[0].startswith("Service    running since")


def test_a_page_for_others_needs_a_password(machine):
    options = ("install", "--page", "--page-listen", "0.0.0.0:0")
    result = machine.run(*options, simulator=machine.simulator)
    assert result.code == 2
    assert re.search("set one, run: ring-snapshot .*--set-password", result.stderr)
    shown = machine.run(*options, "--print", simulator=machine.simulator)
    assert (shown.code, shown.stderr, shown.stdout) == (2, result.stderr, "")
    assert not machine.unit_folder.exists()
    for wrong in (("--page-listen", "127.0.0.1:0"), ("--page", "--page-listen", "here")):
        assert machine.run("install", *wrong, simulator=machine.simulator).code == 2
    assert machine.run("status", "--page").code == 2


def test_the_environment_goes_into_a_file_for_its_owner_alone(machine):
    secrets = {"AWS_SECRET_ACCESS_KEY": "hush-hush", "https_proxy": "http://kim:pass@proxy.example:1",
               "no_proxy": "127.0.0.1", "RING_PASSWORD": "never-this", "RING_2FA_CODE": "654321"}
    result = install(machine, env=secrets)
    text = machine.file("environment").read_text()
    assert "AWS_SECRET_ACCESS_KEY=hush-hush" in text and "TZ=Europe/Berlin" in text
    assert machine.file("environment").stat().st_mode & 0o777 == 0o600
    assert "RING_PASSWORD" not in text and "RING_2FA_CODE" not in text
    assert "AWS_SECRET_ACCESS_KEY, RING_SNAPSHOT_SERVER, TZ, https_proxy, no_proxy" in result.stderr
    everything = result.stdout + result.stderr + "\n".join(machine.calls)
    for path in (*machine.program.settings_file.parent.iterdir(), *machine.unit_folder.rglob("*")):
        if path.is_file():
            assert path.stat().st_mode & 0o077 == 0 or "hush-hush" not in path.read_text(errors="replace")
            everything += path.read_text(errors="replace") if path != machine.file("environment") else ""
    for secret in ("hush-hush", "kim:pass", "never-this", "654321"):
        assert secret not in everything


def test_the_password_of_a_broker_goes_into_the_environment_of_the_service(machine, tmp_path):
    file = tmp_path / "broker-password"
    file.write_text("hush-hush\n")
    broker = ("--mqtt", "mqtt://kim@127.0.0.1:9")
    result = install(machine, *broker, "--mqtt-password-file", str(file))
    assert "RING_SNAPSHOT_MQTT_PASSWORD=hush-hush" in machine.file("environment").read_text()
    assert machine.file("environment").stat().st_mode & 0o777 == 0o600
    options = machine.file("options").read_text()
    assert "--mqtt mqtt://kim@127.0.0.1:9" in options and "password-file" not in options
    assert "hush" not in result.stdout + result.stderr + "\n".join(machine.calls)
    for wrong in (("--mqtt", "mqtt://kim:hush@127.0.0.1"), ("--mqtt-ca", "ca.pem"),
                  (*broker, "--mqtt-password-file", str(tmp_path / "none"))):
        result = machine.run("install", *wrong, simulator=machine.simulator)
        assert result.code == 2 and "hush" not in result.stderr


def test_print_shows_files_and_commands_and_does_nothing(machine):
    before = sorted(machine.program.settings_file.parent.iterdir())
    result = machine.run("install", "--print", "--every", "7m", simulator=machine.simulator,
                         env={"AWS_SECRET_ACCESS_KEY": "hush-hush"})
    assert result.code == 0, result
    assert f"# write {machine.unit_folder / UNIT}" in result.lines
    assert "systemctl --user restart ring-snapshot.service" in result.lines
    assert "--every 7m" in result.lines
    assert "AWS_SECRET_ACCESS_KEY=(not shown)" in result.lines and "hush" not in result.stdout
    assert sorted(machine.program.settings_file.parent.iterdir()) == before
    assert not machine.unit_folder.exists()
    assert not any("restart" in call or "enable" in call.split()[-2:] for call in machine.calls)
    assert machine.simulator.requests("/clients_api") == []


def test_print_of_a_system_service_needs_no_root(machine):
    result = machine.run("install", "--system", "--print", simulator=machine.simulator)
    assert result.code == 0, result
    assert "# write /etc/systemd/system/ring-snapshot.service" in result.lines
    assert "User=ring-snapshot" in result.lines
    assert f"# move the login from {machine.program.settings_file} to " \
        "/var/lib/ring-snapshot/Settings.json" in result.lines
    assert "usermod --append --groups ring-snapshot kim" in result.lines
    assert "--out /var/lib/ring-snapshot/pictures" in result.lines


def test_a_system_service_is_not_set_up_without_root(machine):
    result = machine.run("install", "--system", simulator=machine.simulator)
    assert result.code == 9
    assert "run: sudo ring-snapshot service install --system" in result.stderr


@pytest.mark.parametrize("folder", ["/home/kim/pictures", "/root/x", "~/pictures"])
def test_a_system_service_does_not_take_a_home_folder(machine, folder):
    result = machine.run("install", "--system", "--print", "--out", folder,
                         simulator=machine.simulator)
    assert result.code == 2
    assert "cannot see home folders" in result.stderr


def test_installing_twice_changes_the_options(machine):
    install(machine, FRONT_DOOR, "--every", "20s")
    first = (machine.folder / f"{UNIT}.pid").read_text()
    result = install(machine, "--all", "--every", "1h", "--out", "~/elsewhere/a b")
    assert result.lines[0] == "Pictures   ~/elsewhere/a b, every 1 hour, 6 cameras"
    assert (machine.folder / f"{UNIT}.pid").read_text() != first
    options = machine.file("options").read_text()
    assert "20s" not in options and FRONT_DOOR not in options
    assert [path.name for path in machine.unit_folder.iterdir()] == [UNIT]


def test_the_options_of_the_service_can_be_changed_by_hand(machine):
    install(machine, "--every", "20s")
    file = machine.file("options")
    file.write_text(file.read_text().replace("--every 20s", "# slower\n--every 40s"))
    assert machine.run("start").code == 0
    assert "every 40 seconds" in machine.run("status").stdout


def test_a_refused_linger_is_said_with_what_it_means(machine):
    machine.refuses("loginctl enable-linger", "Could not enable linger: Access denied")
    result = install(machine)
    assert result.lines[1] == "Starts     when you log in, and ends when you log out"
    assert "warning: the service runs only while kim is logged in (Could not enable linger: " \
        "Access denied)\n  to change that, run: sudo loginctl enable-linger kim" in result.stderr


def test_a_package_s_unit_gets_a_drop_in(machine):
    machine.unit_folder.mkdir(parents=True)
    (machine.unit_folder / UNIT).write_text("[Service]\nExecStart=/bin/false\n")
    machine.write("packaged", "disabled")
    result = machine.run("install", "--print", simulator=machine.simulator)
    assert f"# write {machine.unit_folder / UNIT}.d/service-install.conf" in result.lines
    assert "ExecStart=" in result.lines


def test_a_service_that_is_refused_is_an_error_with_the_reason(machine):
    machine.refuses("systemctl --user restart", "Job for ring-snapshot.service failed.")
    result = machine.run("install", simulator=machine.simulator)
    assert result.code == 9
    assert "systemctl --user restart ring-snapshot.service was refused: Job for" in result.stderr


def test_status_tells_how_it_goes(machine):
    result = machine.run("status")
    assert result.code == 7 and "no service is installed" in result.stderr
    install(machine, FRONT_DOOR, "--every", "10m")
    wait_for_pictures(machine, machine.program.home / "Pictures" / "Ring")
    machine.simulator.wait_for_request("/snapshots/", 1)
    result = machine.run("status")
    assert result.code == 0
    assert re.match(r"Service    running since \d{4}-\d\d-\d\d \d\d:\d\d \(\d+ s\)$", result.lines[0])
    assert result.lines[1] == "Pictures   ~/Pictures/Ring, every 10 minutes"
    assert re.match(r"Next       at \d\d:\d\d:\d\d \(in 9 min \d+ s\)$", result.lines[2])
    assert result.lines[3].startswith("Newest     Front Door, ")
    assert result.lines[4:] == [
        "Failure    none", "Starts     with this machine, also when nobody is logged in"]
    [report] = machine.run("status", "--json").objects
    assert report["running"] is True and report["manager"] == "systemd_user"
    assert [camera["id"] for camera in report["cameras"]] == [FRONT_DOOR]


def test_the_status_of_the_program_has_a_line_for_the_service(machine):
    def lines():
        shown = machine.run_command("status").lines
        return [line for line in shown if line.startswith("Service:")]

    assert lines() == []
    install(machine, FRONT_DOOR, "--every", "10m")
    [line] = lines()
    assert re.match(r"Service:   running since .*, every 10 minutes, in ~/Pictures/Ring$", line)
    [report] = machine.run_command("status", "--json").objects
    assert report["services"] == [{"service": "", "running": True}]


def test_status_tells_the_last_failure(machine):
    machine.simulator.fault("next", "status:500*")
    machine.simulator.fault("image", "status:500*")
    machine.simulator.fault("timestamps", "status:500*")
    install(machine, FRONT_DOOR, "--retries", "1")
    import time

    end = time.monotonic() + 20
    while "Failure    none" in machine.run("status").stdout:
        assert time.monotonic() < end
        time.sleep(0.05)
    [failure] = [line for line in machine.run("status").lines if line.startswith("Failure")]
    assert re.match(r"Failure    \d{4}-\d\d-\d\d \d\d:\d\d, Front Door: ", failure), failure


def test_stop_lasts_and_start_ends_it(machine):
    install(machine)
    result = machine.run("stop")
    assert result.lines == ["stopped, until you run: ring-snapshot service start"]
    result = machine.run("status")
    assert result.code == 7 and result.lines[0].startswith("Service    not running")
    assert result.lines[-1] == "Starts     when you run: ring-snapshot service start"
    assert not (machine.folder / f"{UNIT}.enabled").exists()
    assert machine.run("start").code == 0
    assert machine.run("status").code == 0
    assert (machine.folder / f"{UNIT}.enabled").exists()


def test_remove_leaves_pictures_and_login(machine):
    install(machine)
    folder = machine.program.home / "Pictures" / "Ring"
    wait_for_pictures(machine, folder)
    result = machine.run("remove")
    assert result.code == 0 and result.lines == [f"removed; the pictures stay in {folder}"]
    assert pictures_below(folder)
    assert machine.program.works(machine.simulator)
    left = [path.name for path in machine.program.settings_file.parent.iterdir()]
    assert [name for name in left if "service" in name] == ["Settings.json.service.lock"]
    assert list(machine.unit_folder.iterdir()) == []
    assert not (machine.folder / "linger").exists()
    assert machine.run("remove").code == 0


def test_linger_that_was_there_before_stays(machine):
    machine.write("linger", "")
    install(machine)
    machine.run("remove")
    assert (machine.folder / "linger").exists()


def test_services_have_names(machine):
    install(machine)
    result = install(machine, "--service", "cabin", "--location", "Cabin by the lake", "--out", "~/cabin")
    assert result.lines[0] == "Pictures   ~/cabin, every 5 minutes, 1 camera"
    assert result.lines[2].endswith("remove --service cabin")
    assert sorted(path.name for path in machine.unit_folder.iterdir()) == [
        "ring-snapshot-cabin.service", UNIT]
    assert machine.run("remove", "--service", "cabin").code == 0
    assert machine.run("status").code == 0
    assert (machine.folder / "linger").exists()


def test_one_process_a_name(machine):
    install(machine)
    settings = machine.program.settings_file
    result = machine.run("run", "--keep-alive", "--settings", settings)
    assert (result.code, result.stdout, result.stderr) == (0, "", "")


def test_logs_are_the_last_lines_of_the_journal_in_words(machine):
    install(machine)
    entries = [
        {"__REALTIME_TIMESTAMP": "1790000000000000", "MESSAGE": "watching 6 cameras"},
        {"__REALTIME_TIMESTAMP": "1790000060000000", "MESSAGE": [71, 195, 188, 27]},
    ]
    machine.write("journal.json", "".join(json.dumps(entry) + "\n" for entry in entries))
    result = machine.run("logs")
    assert result.lines == ["2026-09-21 16:13:20  watching 6 cameras", "2026-09-21 16:14:20  Gü "]
    assert f"journalctl --user-unit {UNIT} --output json --no-pager --lines 50" in machine.calls


def test_a_journal_that_shows_nothing_is_said(machine):
    install(machine)
    result = machine.run("logs")
    assert result.code == 9
    assert "run: sudo journalctl _SYSTEMD_USER_UNIT=ring-snapshot.service" in result.stderr


def test_without_a_login_it_says_what_to_run(machine):
    assert machine.program.run("logout", simulator=machine.simulator).code == 0
    result = machine.run("install", simulator=machine.simulator)
    assert result.code == 4
    assert "run: ring-snapshot login" in result.stderr
    assert not machine.unit_folder.exists()


def test_another_timer_is_named_and_left_on_without_a_person(machine):
    machine.write("ring-snapshot-get.timer.enabled", "")
    result = install(machine)
    assert "This takes pictures already: the timer ring-snapshot-get.timer" in result.stderr
    assert "run: systemctl --user disable --now ring-snapshot-get.timer" in result.stderr
    assert (machine.folder / "ring-snapshot-get.timer.enabled").exists()


def test_another_timer_is_switched_off_on_yes(machine):
    machine.write("ring-snapshot-get.timer.enabled", "")
    import os

    path = f"{machine.bin}{os.pathsep}{os.environ['PATH']}"
    child = pexpect.spawn(
        str(machine.program.path), ["service", "install"], cwd=str(machine.program.work), timeout=30,
        env=machine.program.environment(machine.simulator, PATH=path, TERM="dumb"), encoding="utf-8")
    child.expect_exact("Switch it off? [Y/n]")
    child.sendline("")
    child.expect_exact("running now")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    assert not (machine.folder / "ring-snapshot-get.timer.enabled").exists()


def test_what_belongs_to_install_is_refused_elsewhere(machine):
    for arguments in (["status", "--every", "5m"], ["stop", "Garden"], ["logs", "--all"]):
        result = machine.run(*arguments)
        assert result.code == 2, arguments
        assert "is for service install" in result.stderr


def test_an_unknown_camera_is_refused_before_anything_is_done(machine):
    result = machine.run("install", "Nowhere", simulator=machine.simulator)
    assert result.code == 6
    assert not machine.unit_folder.exists()
