# SPDX-License-Identifier: Apache-2.0
"""`service` without systemd: a crontab starts it, and it keeps a log of its own."""

import os
import re
import shlex
import signal
import subprocess
import time
import urllib.request

import pexpect
import pytest
from conftest import FRONT_DOOR
from service_fake_tools import is_there
from service_fakes import tools  # noqa: F401: a fixture

OTHER_LINES = "MAILTO=kim\n0 3 * * * backup 100\\% # nightly\n"


def install(tools, *options):  # noqa: F811
    result = tools.run("install", *options, simulator=tools.simulator)
    assert result.code == 0, result
    return result


def process_of(tools):  # noqa: F811
    return int(re.search(r'"process":"(\d+)"', tools.file("state").read_text())[1])


def job_lines(tools):  # noqa: F811
    return [line for line in tools.read("crontab").splitlines() if "ring-snapshot service" in line]


def commands(line):
    """What sh gets from cron: the first unescaped percent sign would end it."""
    when = 1 if line.startswith("@") else 5
    command = line.split(" ", when)[when]
    assert not re.search(r"(?<!\\)%", command)
    return command.replace("\\%", "%")


def test_the_crontab_starts_it_and_keeps_the_lines_of_the_user(tools):  # noqa: F811
    tools.write("crontab", OTHER_LINES)
    result = install(tools, "--every", "20s")
    assert result.lines[1] == "Starts     with this machine (by cron), also when nobody is logged in"
    assert tools.read("crontab").startswith(OTHER_LINES)
    at_start, keep_alive = job_lines(tools)
    assert at_start.startswith("@reboot ") and keep_alive.startswith("*/5 * * * * ")
    assert is_there(process_of(tools))
    assert tools.run("stop").code == 0
    assert not is_there(process_of(tools))
    assert tools.read("crontab") == OTHER_LINES
    assert tools.run("start").code == 0
    assert tools.run("remove").code == 0
    assert tools.read("crontab") == OTHER_LINES
    left = [path.name for path in tools.program.settings_file.parent.iterdir() if "service" in path.name]
    assert left == ["Settings.json.service.lock"]


def test_the_crontab_starts_the_page_too(tools):  # noqa: F811
    tools.write("crontab", OTHER_LINES)
    result = install(tools, "--page", "--page-listen", "127.0.0.1:0")
    url = re.fullmatch(r"Page       (http://127\.0\.0\.1:\d+/)", result.lines[1])[1]
    assert urllib.request.urlopen(url + "health", timeout=20).status == 200
    assert len(job_lines(tools)) == 4
    log = "\n".join(tools.run("logs").lines)
    assert f" the page is at {url}" in log and " watching 6 cameras" in log
    assert tools.run("stop").code == 0
    with pytest.raises(OSError):
        urllib.request.urlopen(url, timeout=20)
    assert tools.run("status").lines[-2] == "Page       not running"
    assert tools.run("remove").code == 0
    assert tools.read("crontab") == OTHER_LINES


def test_the_line_that_keeps_it_alive_starts_it_when_it_was_killed(tools):  # noqa: F811
    install(tools)
    _, keep_alive = job_lines(tools)
    first = process_of(tools)

    def tick():
        return subprocess.Popen(["sh", "-c", commands(keep_alive)],
                                env={"HOME": str(tools.program.home), "PATH": "/usr/bin:/bin"})

    ran_already = tick()
    assert ran_already.wait(timeout=20) == 0
    assert process_of(tools) == first
    os.kill(first, signal.SIGKILL)
    again = tick()
    end = time.monotonic() + 20
    while process_of(tools) == first:
        assert time.monotonic() < end and again.poll() is None
        time.sleep(0.01)
    assert tools.run("remove").code == 0
    again.wait(timeout=20)


def test_what_needs_a_person_is_not_started_again_and_is_said(tools):  # noqa: F811
    install(tools)
    assert tools.run("stop").code == 0
    tools.program.change_settings(RefreshToken=None, RingAccessToken=None, RingRefreshToken=None,
                                  RingAccessTokenExpires=None)
    assert tools.program.run("logout").code == 0
    settings = tools.program.settings_file
    assert tools.run("run", "--log", "--settings", settings).code == 3
    assert tools.run("run", "--log", "--keep-alive", "--settings", settings).code == 0
    status = tools.run("status")
    assert status.code == 7
    assert re.match(r"Service    not running since .*: .*log.* \(exit code 3\)$", status.lines[0]), status
    assert "error: " in tools.run("logs").stdout


def test_a_refused_crontab_is_said_with_what_it_means(tools):  # noqa: F811
    tools.refuses("crontab /", "You (kim) are not allowed to use this program (crontab)")
    result = install(tools)
    assert result.lines[1] == "Starts     by hand only: ring-snapshot service start"
    assert "warning: the service does not start with this machine (You (kim) are not allowed" \
        in result.stderr
    assert "to change that, run: crontab -e" in result.stderr
    process = process_of(tools)
    assert is_there(process)
    assert tools.run("remove").code == 0
    assert not is_there(process)


def test_a_crontab_that_cannot_be_read_is_not_written(tools):  # noqa: F811
    tools.write("crontab", OTHER_LINES)
    tools.refuses("crontab -l", "crontab: input/output error")
    result = tools.run("install", simulator=tools.simulator)
    assert result.code == 9 and "cannot read your crontab" in result.stderr
    assert tools.read("crontab") == OTHER_LINES


def test_logs_are_the_last_lines_of_the_log(tools):  # noqa: F811
    install(tools, "--every", "10m")
    assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d watching 6 cameras every 10 min$",
                    tools.run("logs").lines[-1])
    log = tools.file("log")
    assert log.stat().st_mode & 0o777 == 0o600
    with open(log, "a") as file:
        file.writelines(f"line {i}\n" for i in range(200))
    assert tools.run("logs").lines == [f"line {i}" for i in range(150, 200)]


def test_a_folder_with_an_awkward_name_gets_the_pictures(tools):  # noqa: F811
    folder = tools.program.home / "100% \"o'neil\" #x `id` $HOME \\ ä"
    install(tools, FRONT_DOOR, "--out", folder)
    end = time.monotonic() + 20
    while not list(folder.rglob("*.jpg")):
        assert time.monotonic() < end
        time.sleep(0.01)


def test_an_awkward_place_of_the_settings_comes_through_cron_and_sh(tools):  # noqa: F811
    awkward = tools.program.folder / "50% \"o'neil\" `id` $HOME"
    tools.program.settings_file.parent.rename(awkward)
    tools.program.settings_file = awkward / "Settings.json"
    install(tools)
    for line in job_lines(tools):
        words = shlex.split(commands(line), comments=True)
        assert words[words.index("--settings") + 1] == str(tools.program.settings_file)


def test_a_line_that_takes_pictures_already_is_switched_off_on_yes(tools):  # noqa: F811
    job = "*/5 * * * * /usr/local/bin/ring-snapshot get --all --quiet >/dev/null\n"
    tools.write("crontab", OTHER_LINES + job)
    path = f"{tools.bin}{os.pathsep}{os.environ['PATH']}"
    child = pexpect.spawn(
        str(tools.program.path), ["service", "install"], cwd=str(tools.program.work), timeout=30,
        env=tools.program.environment(tools.simulator, PATH=path, TERM="dumb"), encoding="utf-8")
    child.expect_exact("in your crontab:")
    child.expect_exact("ring-snapshot get --all")
    child.expect_exact("Switch it off? [Y/n]")
    child.sendline("y")
    child.expect_exact("running now")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
    lines = tools.read("crontab").splitlines()
    assert "# disabled by ring-snapshot service install: " + job.strip() in lines
    assert len(job_lines(tools)) == 3


def test_a_program_in_a_passing_place_is_copied_on_yes(tools):  # noqa: F811
    downloads = tools.program.home / "Downloads"
    downloads.mkdir()
    program = downloads / "ring-snapshot"
    program.write_bytes(tools.program.path.read_bytes())
    program.chmod(0o755)
    tools.program.path = program
    target = tools.program.home / ".local" / "bin" / "ring-snapshot"
    warning = f"warning: the service uses {program}, and ends when that goes away"
    path = f"{tools.bin}{os.pathsep}{os.environ['PATH']}"

    def start(*options):
        return pexpect.spawn(
            str(program), ["service", "install", *options], cwd=str(tools.program.work), timeout=60,
            env=tools.program.environment(tools.simulator, PATH=path, TERM="dumb"), encoding="utf-8",
            dimensions=(24, 1000))

    # Without a terminal nobody says yes, so that nothing is copied.
    shown = tools.run("install", "--print", simulator=tools.simulator)
    assert "# copy" not in shown.stdout and str(target) not in shown.stdout
    assert f"{program} service run" in shown.stdout and warning in shown.stderr
    assert start("--print").read().splitlines()[0] == f"# copy {program} to {target}"
    assert not target.exists()
    result = install(tools)
    assert warning in result.stderr
    process = process_of(tools)
    shown = tools.run("install", "--print", simulator=tools.simulator)
    assert f"kill {process}" in shown.lines
    child = start()
    child.expect(r"where it may not stay. Copy it to\s+~/.local/bin/ring-snapshot\? \[Y/n\]")
    child.sendline("")
    child.expect_exact("running now")
    child.expect(pexpect.EOF)
    assert os.access(target, os.X_OK)
    assert all(str(target) in line for line in job_lines(tools))
