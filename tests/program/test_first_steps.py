# SPDX-License-Identifier: Apache-2.0
"""`ring-snapshot` alone on a terminal."""

import shutil

import pexpect
import pytest
from conftest import CODE, DRIVEWAY, PASSWORD, USERNAME
from documents import ROOT
from pictures import is_whole
from service_tools import ServiceTools


@pytest.fixture
def terminal(program, simulator):
    """Starts the program alone on a terminal."""
    children = []

    def start(*arguments, **env):
        child = pexpect.spawn(
            str(program.path), list(arguments), cwd=program.work, timeout=30,
            env=program.environment(simulator, TERM="dumb", **env), encoding="utf-8",
            dimensions=(40, 200),
        )
        child.delaybeforesend = None
        children.append(child)
        return child

    yield start
    for child in children:
        child.close(force=True)


def end_of(child):
    rest = child.read()
    child.close()
    return rest, child.exitstatus


def log_in(child):
    child.expect("Log in")
    child.sendline("y")
    child.expect("(?i)(e-?mail|user ?name).*: ")
    child.sendline(USERNAME)
    child.expect("(?i)password.*: ")
    child.sendline(PASSWORD)
    child.expect("Code from .*: ")
    child.sendline(CODE)


def choose(child, cameras, folder=""):
    """Answers what is asked after the login."""
    child.expect_exact("Which cameras? [1 Front Door; a: all] ")
    child.sendline(cameras)
    child.expect(r"Folder for the pictures \[.*\]: ")
    child.sendline(folder)


def decline(child):
    child.expect_exact("Keep doing this every 5 minutes? [Y/n] ")
    child.sendline("n")


def pictures_below(folder):
    return sorted(path for path in folder.rglob("*.jpg"))


def test_it_leads_from_the_login_to_the_first_picture(terminal, program):
    child = terminal()
    log_in(child)
    child.expect(r"\d  Driveway")
    choose(child, "driveway")
    child.expect("Keep doing this")
    shown = child.before
    child.sendline("n")
    rest, code = end_of(child)
    assert code == 0
    [picture] = pictures_below(program.home / "Pictures" / "Ring" / "Driveway")
    assert is_whole(picture.read_bytes())
    assert str(picture) in shown.replace("\r\n", "")
    assert program.settings["OutputPath"] == str(program.home / "Pictures" / "Ring")
    assert f"*/5 * * * * \"{program.path}\" get {DRIVEWAY}" in rest
    assert f"ring-snapshot service install {DRIVEWAY}" in rest


def test_the_cron_line_does_the_job(terminal, program, simulator):
    child = terminal()
    log_in(child)
    choose(child, "driveway", str(program.work))
    decline(child)
    rest, _ = end_of(child)
    line = next(x for x in rest.splitlines() if "*/5 * * * *" in x).split("* * * *")[1]
    before = pictures_below(program.work)
    assert len(before) == 1
    simulator.set(camera=int(DRIVEWAY), capture_time_ms=1790000012345)
    result = program.run("-c", line.replace("\\%", "%"), simulator=simulator, program="/bin/sh",
                         cwd="/")
    assert result.code == 0, result
    after = pictures_below(program.work)
    assert len(after) == 2
    assert len({path.parents[1] for path in after}) == 1


def go_on(child, page):
    """Has it go on by a service, and answers the question for the browser."""
    child.expect_exact("Keep doing this every 5 minutes? [Y/n] ")
    child.sendline("")
    child.expect_exact(
        "See them in a browser? [this machine / home network, with a password / no] ")
    child.sendline(page)


@pytest.mark.parametrize("page, options", [("", []), ("Home", ["--listen 0.0.0.0:8642"])])
def test_the_page_is_served_where_the_answer_says(terminal, program, tmp_path, page, options):
    tools = ServiceTools(program, tmp_path / "tools")
    tools.has_systemd()
    # The files are written; the port that they name may be another program's.
    tools.refuses("systemctl --user enable", "not in this test")
    child = terminal(PATH=f"{tools.bin}:/usr/bin:/bin")
    log_in(child)
    choose(child, "driveway")
    go_on(child, page)
    if options:
        for question in ("Password for the page (not shown): ", "The same again: "):
            child.expect_exact(question)
            child.sendline("a password for the page")
    child.expect_exact("not in this test")
    assert end_of(child)[1] == 9
    settings = program.settings_file
    written = settings.with_name(f"{settings.name}.page-service.options").read_text()
    assert [line for line in written.splitlines() if not line.startswith("#")] == options
    assert settings.with_name(f"{settings.name}.page").exists() == bool(options)
    assert (tools.unit_folder / "ring-snapshot-serve.service").exists()


def test_eight_answers_lead_from_nothing_to_a_service(terminal, program, tmp_path):
    tools = ServiceTools(program, tmp_path / "tools")
    tools.has_systemd()
    child = terminal(PATH=f"{tools.bin}:/usr/bin:/bin")
    try:
        log_in(child)
        choose(child, "a")
        go_on(child, "no")
        child.expect_exact("Pictures   ~/Pictures/Ring, every 5 minutes, 6 cameras")
        rest, code = end_of(child)
        assert code == 0 and "running now" in rest
        dashboard, code = end_of(terminal(PATH=f"{tools.bin}:/usr/bin:/bin"))
        assert code == 0
        assert "running since" in dashboard and "every 5 minutes, in ~/Pictures/Ring" in dashboard
    finally:
        tools.end_all()


def schedule_of(child):
    """The lines that say how to go on, after the first picture."""
    log_in(child)
    choose(child, DRIVEWAY, ".")
    decline(child)
    rest, code = end_of(child)
    assert code == 0
    return [line.strip() for line in rest.splitlines()]


def install(program, tmp_path):
    """The program as installed, with its units; the settings where they are by default."""
    installed = tmp_path / "prefix" / "bin" / "ring-snapshot"
    installed.parent.mkdir(parents=True)
    shutil.copy2(program.path, installed)
    units = tmp_path / "prefix" / "share" / "systemd" / "user"
    shutil.copytree(ROOT / "packaging" / "systemd" / "user", units)
    program.path = installed
    program.settings_file = program.home / ".config" / "ring-snapshot" / "Settings.json"


def test_settings_in_another_place_are_named_in_the_commands(terminal, program):
    lines = schedule_of(terminal())
    for start in ("*/5 * * * *", "systemd-run --user"):
        [line] = [line for line in lines if line.startswith(start)]
        assert f'--settings "{program.settings_file}"' in line


def test_an_installed_program_recommends_its_timer_as_the_documents_do(
    terminal, program, simulator, tmp_path
):
    install(program, tmp_path)
    lines = schedule_of(terminal(RING_SNAPSHOT_SETTINGS=None))
    assert not any(line.startswith("systemd-run") for line in lines)
    start = lines.index("systemctl --user enable --now ring-snapshot-get.timer")
    assert lines[start + 1] == "loginctl enable-linger"
    documented = (ROOT / "docs" / "unattended.md").read_text()
    assert "\n    ".join(["", *lines[start : start + 2]]) in documented

    saved = program.run("-c", lines[start - 1], simulator=simulator, program="/bin/sh", cwd="/")
    assert saved.code == 0, saved
    # This is what the timer does.
    again = program.run("get", simulator=simulator, cwd="/", env={"RING_SNAPSHOT_SETTINGS": None})
    assert again.code == 0, again
    assert again.lines[0].startswith(str(program.work))


def test_a_percent_sign_in_the_folder_is_written_as_a_crontab_wants_it(program, tmp_path, terminal):
    program.work = tmp_path / "100%"
    program.work.mkdir()
    [line] = [x for x in schedule_of(terminal()) if x.startswith("*/5")]
    assert '/100\\%"' in line


def test_the_password_is_not_echoed(terminal):
    child = terminal()
    log_in(child)
    child.expect("Driveway")
    assert PASSWORD not in child.before


@pytest.mark.parametrize("answer", ["n", "No"])
def test_who_declines_gets_the_short_help(terminal, program, simulator, answer):
    child = terminal()
    child.expect("Log in")
    child.sendline(answer)
    rest, code = end_of(child)
    assert code == 0
    assert "Usage: ring-snapshot" in rest
    assert simulator.requests() == []
    assert not program.settings_file.exists()


def test_the_end_of_the_input_is_asked_about_again_and_ends_with_4(terminal):
    child = terminal()
    for _ in range(3):
        child.expect("Log in")
        child.sendeof()
    _, code = end_of(child)
    assert code == 4


def test_with_a_session_it_shows_how_things_are(terminal, program, simulator):
    program.log_in(simulator)
    rest, code = end_of(terminal())
    assert code == 0
    assert "d***@e***.com" in rest
    assert "Front Door" in rest and "no picture yet" in rest
    assert "Log in" not in rest


def test_a_wrong_password_is_no_dead_end(terminal):
    child = terminal()
    child.expect("Log in")
    child.sendline("")
    child.expect("(?i)(e-?mail|user ?name).*: ")
    child.sendline(USERNAME)
    for _ in range(3):
        child.expect("(?i)password [(].*: ")
        child.sendline("wrong")
    rest, code = end_of(child)
    assert code == 3
    assert "password" in rest


def test_control_c_at_the_question_ends_with_130(terminal):
    child = terminal()
    child.expect("Log in")
    child.sendintr()
    _, code = end_of(child)
    assert code == 130


def test_a_first_picture_that_fails_leads_to_the_doctor(terminal, simulator):
    for route in ("next", "image", "update-all"):
        simulator.fault(route, "status:403*")
    child = terminal()
    log_in(child)
    choose(child, "driveway", ".")
    rest, code = end_of(child)
    assert code == 7
    assert "run: ring-snapshot doctor" in rest
