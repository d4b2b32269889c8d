# SPDX-License-Identifier: Apache-2.0
"""The files for systemd, launchd and the Task Scheduler agree with the program and its documents."""

import os
import plistlib
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree

import pytest
from conftest import BUILD
from documents import ROOT, option_lines, words_of_unit

SYSTEMD = ROOT / "packaging" / "systemd"
SERVICES = sorted(SYSTEMD.rglob("*.service"))
# It shows pictures rather than taking them.
PAGE = SYSTEMD / "ring-snapshot-serve.service"
TAKERS = [unit for unit in SERVICES if unit != PAGE]
TIMERS = sorted(SYSTEMD.rglob("*.timer"))
TASK_NAMES = {"t": "http://schemas.microsoft.com/windows/2004/02/mit/task"}


def name_of(unit):
    return str(unit.relative_to(SYSTEMD))


def values(unit, key):
    return re.findall(rf"^{key}=(.*)$", unit.read_text(), re.MULTILINE)


def codes_that_need_a_person():
    text = (ROOT / "docs" / "exit-codes.md").read_text()
    return re.search(r"RestartPreventExitStatus=([\d ]+)", text)[1].split()


def accepts(program, words):
    """Whether the program understands a command line: without a login it ends with 3, not with 2."""
    result = program.run(*words)
    return result.code == 3, result


def test_the_unit_of_the_page_serves_it(program):
    [words] = words_of_unit(PAGE)
    process = program.start(*words, "--listen", "127.0.0.1:0")
    try:
        assert process.stdout.readline().startswith(b"http://127.0.0.1:")
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert process.returncode == 0


@pytest.mark.parametrize("unit", TAKERS, ids=name_of)
def test_the_options_of_a_unit_are_the_program_s(program, unit):
    [words] = words_of_unit(unit)
    accepted, result = accepts(program, words)
    assert accepted, result


def test_the_options_of_the_example_for_etc_default_are_those_of_the_units(program):
    shown = [shlex.split(line)[1:] for line in option_lines((SYSTEMD / "ring-snapshot.default").read_text())]
    of_units = [words for unit in TAKERS if unit.parent == SYSTEMD for words in words_of_unit(unit)]
    assert sorted(shown) == sorted(of_units)


@pytest.mark.parametrize("unit", SERVICES, ids=name_of)
def test_a_unit_is_not_restarted_when_a_person_is_needed(unit):
    if values(unit, "Type") == ["oneshot"]:
        assert values(unit, "Restart") == []
    else:
        assert values(unit, "Restart") == ["on-failure"]
        # The page needs no login, and its port may become free.
        codes = ["2"] if unit == PAGE else codes_that_need_a_person()
        assert values(unit, "RestartPreventExitStatus") == [" ".join(codes)]


def test_the_hardening_of_the_system_services_is_the_same():
    def hardening(unit):
        text = unit.read_text()
        return text[text.index("# A user of its own"):].split("\n\n[Install]")[0].rstrip()

    def settings(unit):
        lines = unit.read_text().partition("\nUser=")[2].splitlines()
        return [line for line in lines if not line.startswith("#")]

    first, second = (unit for unit in TAKERS if unit.parent == SYSTEMD)
    assert hardening(first) == hardening(second)
    assert settings(PAGE) == settings(SYSTEMD / "ring-snapshot.service")


def test_the_folder_of_the_state_has_one_mode_and_owner():
    for unit in SYSTEMD.glob("*.service"):
        [folder], [mode], [user] = (
            values(unit, key) for key in ("StateDirectory", "StateDirectoryMode", "User")
        )
        line = f"d /var/lib/{folder} {mode} {user} {user} -"
        assert line in (SYSTEMD / "ring-snapshot.tmpfiles").read_text()
        assert f"\nu {user} " in (SYSTEMD / "ring-snapshot.sysusers").read_text()
        assert f"RING_SNAPSHOT_SETTINGS=/var/lib/{folder}/" in unit.read_text()


@pytest.mark.parametrize("timer", TIMERS, ids=name_of)
def test_a_timer_makes_up_for_missed_runs_and_spreads_them(timer):
    assert values(timer, "Persistent") == ["yes"]
    assert values(timer, "RandomizedDelaySec")
    assert timer.with_suffix(".service").exists()


needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze"
)


def analyze(*arguments, runtime):
    return subprocess.run(
        ["systemd-analyze", "--no-pager", *arguments], capture_output=True, text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(runtime), "XDG_RUNTIME_DIR": str(runtime)},
    )


def units_of_the_build(folder, units):
    """Copies of the units that start the program that was built."""
    folder.mkdir()
    for unit in units:
        text = unit.read_text().replace("ExecStart=ring-snapshot", f"ExecStart={BUILD / 'ring-snapshot'}")
        (folder / unit.name).write_text(text)
    return sorted(map(str, folder.iterdir()))


@needs_systemd
@pytest.mark.parametrize("kind", ["system", "user"])
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path, kind):
    folder = SYSTEMD if kind == "system" else SYSTEMD / "user"
    units = units_of_the_build(tmp_path / "units", [*folder.glob("*.service"), *folder.glob("*.timer")])
    result = analyze("verify", f"--{kind}", "--man=no", *units, runtime=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")


@needs_systemd
@pytest.mark.parametrize("unit", sorted(SYSTEMD.glob("*.service")), ids=name_of)
def test_the_system_services_are_confined(tmp_path, unit):
    [copy] = units_of_the_build(tmp_path / "units", [unit])
    # In tenths of a point: of 100, a service without any setting has 96.
    result = analyze("security", "--offline=true", "--threshold=20", copy, runtime=tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


def test_an_installation_has_the_files_where_systemd_looks_for_them(tmp_path):
    if not (BUILD / "cmake_install.cmake").exists() or shutil.which("cmake") is None:
        pytest.skip("not a folder that cmake built in")
    result = subprocess.run(
        ["cmake", "--install", BUILD, "--prefix", "/usr/local"], capture_output=True, text=True,
        env={**os.environ, "DESTDIR": str(tmp_path)},
    )
    assert result.returncode == 0, result.stderr
    prefix = tmp_path / "usr" / "local"
    for unit in [*SERVICES, *TIMERS]:
        folder = "share/systemd/user" if unit.parent.name == "user" else "lib/systemd/system"
        assert (prefix / folder / unit.name).read_text() == unit.read_text()
    for name in ("sysusers", "tmpfiles"):
        stored = (SYSTEMD / f"ring-snapshot.{name}").read_text()
        assert (prefix / "lib" / f"{name}.d" / "ring-snapshot.conf").read_text() == stored
    assert (prefix / "share/doc/ring-snapshot/examples/ring-snapshot.default").exists()
    assert not (tmp_path / "etc").exists()


def test_the_agent_for_launchd_starts_what_the_program_understands(program):
    with open(ROOT / "packaging" / "macos" / "local.ring-snapshot.plist", "rb") as file:
        agent = plistlib.load(file)
    assert agent["ProgramArguments"][0] == "/usr/local/bin/ring-snapshot"
    accepted, result = accepts(program, agent["ProgramArguments"][1:])
    assert accepted, result
    documented = (ROOT / "docs" / "unattended.md").read_text()
    assert f'gui/$(id -u)/{agent["Label"]}' in documented


def test_the_task_for_windows_starts_what_the_program_understands(program):
    task = xml.etree.ElementTree.parse(ROOT / "packaging" / "windows" / "ring-snapshot-task.xml")
    [arguments] = task.findall(".//t:Exec/t:Arguments", TASK_NAMES)
    words = shlex.split(arguments.text, posix=False)
    folder = words.index("--out") + 1
    assert words[folder].startswith("C:\\")
    # Elsewhere than on Windows such a path is refused.
    words[folder] = "pictures"
    accepted, result = accepts(program, words)
    assert accepted, result
    assert task.find(".//t:Repetition/t:Interval", TASK_NAMES).text == "PT5M"
