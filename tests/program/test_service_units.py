# SPDX-License-Identifier: Apache-2.0
"""What `service install --print` shows is what systemd, sh and launchd understand."""

import os
import re
import shlex
import shutil
import subprocess

import pexpect
import pytest
from documents import ROOT
from service_fakes import tools  # noqa: F401: a fixture

needs_systemd = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze"
)
SANDBOX = re.compile(r"^(NoNewPrivileges|Capability|Ambient|Protect|Private|RemoveIPC|Restrict[^=P]*|Lock|Memory|"
                     r"SystemCall|User|Group|StateDirectory|WorkingDirectory|UMask)\w*=.*$", re.MULTILINE)


def files_of(printed):
    """The files that a printed plan writes, by their paths."""
    files = {}
    for part in re.split(r"^# (?=(?:write|remove|run|copy|move|where|wait)\b)", printed, flags=re.MULTILINE):
        head, _, text = part.partition("\n")
        if head.startswith("write "):
            files[head.removeprefix("write ").partition(", for its owner")[0]] = text
    return files


def commands_of(printed):
    return re.findall(r"^# run\n(.*)$", printed, re.MULTILINE)


def print_plan_on_a_terminal(machine, *options):
    path = f"{machine.bin}{os.pathsep}{os.environ['PATH']}"
    child = pexpect.spawn(
        str(machine.program.path), ["service", "install", "--print", *options], timeout=60,
        cwd=str(machine.program.work), encoding="utf-8", dimensions=(24, 10000),
        env=machine.program.environment(machine.simulator, PATH=path, TERM="dumb"))
    printed = child.read().replace("\r\n", "\n")
    child.close()
    assert child.exitstatus == 0, printed
    return printed


def print_plan(machine, *options):
    result = machine.run("install", "--print", *options, simulator=machine.simulator)
    assert result.code == 0, result
    return result.stdout


def verify(kind, unit, runtime):
    return subprocess.run(
        ["systemd-analyze", "--no-pager", "verify", f"--{kind}", "--man=no", str(unit)],
        capture_output=True, text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(runtime), "XDG_RUNTIME_DIR": str(runtime)},
    )


@pytest.fixture
def machine(tools):  # noqa: F811
    tools.has_systemd()
    return tools


@needs_systemd
@pytest.mark.parametrize("folder", ["plain", "50% off", "$HOME ${X}", "a;b", "ä #x"])
@pytest.mark.parametrize("kind", ["user", "system"])
def test_systemd_understands_the_units(machine, tmp_path, kind, folder):
    place = tmp_path / "opt" / folder
    place.mkdir(parents=True)
    program = place / "ring-snapshot"
    os.link(machine.program.path, program) if os.stat(machine.program.path).st_dev == os.stat(
        place).st_dev else shutil.copy(machine.program.path, program)
    machine.program.path = program
    printed = print_plan_on_a_terminal(machine, *(["--system"] if kind == "system" else []))
    [text] = [text for path, text in files_of(printed).items() if path.endswith(".service")]
    # On yes the plan copies a program out of a temporary folder first; here it is to be found where
    # it is.
    [target] = re.findall(r"^# copy .* to (.*)$", printed, re.MULTILINE)
    quoted = str(program).replace("%", "%%")
    text = text.replace(f"ExecStart={target} ", f'ExecStart="{quoted}" ')
    assert quoted in text
    unit = tmp_path / "ring-snapshot.service"
    unit.write_text(text)
    result = verify(kind, unit, tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    # What it would say of a program that is not there.
    unit.write_text(text.replace(quoted, quoted + "x"))
    assert verify(kind, unit, tmp_path).returncode != 0


@needs_systemd
def test_the_system_unit_is_confined_as_the_package_s(machine, tmp_path):
    printed = print_plan(machine, "--system")
    text = files_of(printed)["/etc/systemd/system/ring-snapshot.service"]
    packaged = (ROOT / "packaging" / "systemd" / "ring-snapshot.service").read_text()
    assert sorted(match[0] for match in SANDBOX.finditer(text)) == sorted(
        match[0] for match in SANDBOX.finditer(packaged))
    for key in ("Type", "NotifyAccess", "WatchdogSec", "TimeoutStopSec", "KillMode", "Restart",
                "RestartPreventExitStatus", "StartLimitIntervalSec", "After", "WantedBy"):
        assert re.findall(rf"^{key}=.*$", text, re.MULTILINE) == re.findall(
            rf"^{key}=.*$", packaged, re.MULTILINE), key


def test_the_user_s_unit_is_the_package_s_but_for_what_it_starts(machine):
    unit = files_of(print_plan(machine))[str(machine.unit_folder / "ring-snapshot.service")]
    packaged = (ROOT / "packaging" / "systemd" / "user" / "ring-snapshot.service").read_text()

    def settings(text):
        return [line for line in text.splitlines()
                if "=" in line and not line.startswith(("#", "Exec", "EnvironmentFile"))]

    assert settings(unit) == settings(packaged)


def test_each_printed_command_is_one_for_sh(machine):
    for options in ([], ["--system", "--out", "/srv/my 100% $HOME `id`"]):
        for command in commands_of(print_plan(machine, *options)):
            shown = subprocess.run(["sh", "-c", f"printf '%s\\0' {command}"], capture_output=True,
                                   text=True, check=True).stdout
            assert shown.split("\0")[:-1] == shlex.split(command)


def test_the_service_understands_the_options_that_are_kept(machine):
    printed = print_plan(machine, "Front Door", "--fresh", "--keep", "30d", "--between", "07:00-22:00",
                         "--exec", "cp '{}' \"/a b\"", "--heartbeat", "https://hc.example/x", "--allow-drain")
    [text] = [text for path, text in files_of(printed).items() if path.endswith(".options")]
    words = shlex.split(text, comments=True)
    assert {"Front Door", "--fresh", "--keep", "30d", "--allow-drain", "cp '{}' \"/a b\""} <= set(words)
    # Without a login it ends with 3, not with 2.
    assert machine.program.run("logout").code == 0
    result = machine.program.run("watch", *words)
    assert result.code == 3, result
