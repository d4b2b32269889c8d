# SPDX-License-Identifier: Apache-2.0
"""Completions, in the shells themselves."""

import re
import shutil
import subprocess

import pexpect
import pytest
from command_table import TOP_COMMANDS

SHELLS = ["bash", "zsh", "fish"]


def require(shell):
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")


@pytest.fixture
def shell_environment(program, tmp_path):
    """The program under its name in the PATH, an empty home, and a folder to complete."""
    (tmp_path / "bin").mkdir(exist_ok=True)
    (tmp_path / "bin" / "ring-snapshot").symlink_to(program.path)
    (tmp_path / "home").mkdir(exist_ok=True)
    (program.work / "pictures here").mkdir(parents=True, exist_ok=True)
    (program.work / "a-file.json").write_text("{}")
    environment = program.environment(TERM="dumb", HOME=str(tmp_path / "home"))
    environment["PATH"] = f"{tmp_path / 'bin'}:{environment['PATH']}"
    return environment


@pytest.fixture
def with_pictures(logged_in, simulator, shell_environment):
    """As a machine that has saved a picture of each camera; Ring is out of reach."""
    assert logged_in.run("get", "--all", simulator=simulator).code == 0
    return {**logged_in.environment(), **shell_environment,
            "RING_SNAPSHOT_SERVER": "http://127.0.0.1:1"}


@pytest.mark.parametrize("words", [[], ["tcsh"], ["bash", "zsh"]])
def test_completion_is_for_one_of_three_shells(program, words):
    result = program.run("completion", *words)
    assert result.code == 2, result


@pytest.mark.parametrize("shell", SHELLS)
def test_a_completion_script_is_free_of_faults(program, tmp_path, shell):
    script = program.run("completion", shell)
    assert script.code == 0, script
    assert all(option in script.stdout for option in ("require-fresh", "no-color", "latest"))
    require(shell)
    file = tmp_path / "script"
    file.write_text(script.stdout)
    checked = subprocess.run([shell, "-n", file], capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, b"")


def bash_offers(program, environment, *words):
    script = """
        source <(ring-snapshot completion bash) || exit 9
        COMP_WORDS=(ring-snapshot "$@") COMP_CWORD=$# COMP_LINE="ring-snapshot $*"
        COMP_POINT=${#COMP_LINE}
        function=$(complete -p ring-snapshot | sed 's/.*-F \\([^ ]*\\).*/\\1/')
        previous=$((COMP_CWORD - 1))
        "$function" ring-snapshot "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[previous]}" 2>/dev/null
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    done = subprocess.run(["bash", "-c", script, "bash", *words], capture_output=True, check=False,
                          cwd=program.work, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    return {word.strip() for word in done.stdout.decode().split("\n") if word.strip()}


def fish_offers(program, environment, *words):
    require("fish")
    line = " ".join(["ring-snapshot", *words])
    script = f"ring-snapshot completion fish | source; complete -C '{line}'"
    done = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, check=False,
                          cwd=program.work, env=environment)
    assert done.stderr == b""
    return {shown.split("\t")[0] for shown in done.stdout.decode().splitlines()}


ZSH_PROMPT = "PS1='READY> '; unsetopt prompt_sp prompt_cr\n"
ZSH_SOURCED = ZSH_PROMPT + """
    autoload -Uz compinit && compinit -u -D
    source <(ring-snapshot completion zsh)
"""


def words_at_the_keyboard(child, keys):
    """What `keys` make of a line, as words, and what was shown meanwhile."""
    # The line becomes the arguments of printf, which shows them once Enter is sent.
    child.send(keys + "\x01printf '<%s>' \x05\r")
    child.expect(r"(<[^%<>]*>)+")
    words = re.findall(r"<([^>]*)>", child.after)
    shown = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", child.before)
    child.close(force=True)
    return words, shown


def bash_at_the_keyboard(program, environment, keys):
    child = pexpect.spawn("bash", ["--norc", "-i"], cwd=program.work, timeout=20, encoding="utf-8",
                          env={**environment, "PS1": "$ "})
    child.sendline("source <(ring-snapshot completion bash); echo 'now'ready")
    child.expect("nowready")
    return words_at_the_keyboard(child, keys)


def zsh_at_the_keyboard(program, environment, tmp_path, keys, setup=ZSH_SOURCED):
    require("zsh")
    (tmp_path / "zsh").mkdir()
    (tmp_path / "zsh" / ".zshrc").write_text(setup + "\nprint 'now''ready'\n")
    child = pexpect.spawn("zsh", ["-i", "-d"], cwd=program.work, timeout=20, dimensions=(60, 160),
                          encoding="utf-8",
                          env={**environment, "ZDOTDIR": str(tmp_path / "zsh"), "TERM": "xterm"})
    child.expect("nowready")
    child.expect_exact("READY> ")
    return words_at_the_keyboard(child, keys)


@pytest.mark.parametrize("words, expected", [
    (["li"], {"list"}), (["lo"], {"login", "logout"}), ([""], set(TOP_COMMANDS)),
    (["get", "--re"], {"--require-fresh", "--retries"}), (["list", "--eve"], {"--everything"}),
    (["completion", ""], {"bash", "zsh", "fish"}), (["--no"], {"--no-color"}),
    (["login", "--flow", ""], {"auto", "token", "browser"}),
    (["list", "--color", "a"], {"auto", "always"}), (["--color", "n"], {"never"}),
    (["watch", "--every", ""], {"5m", "1h"}), (["help", "do"], {"doctor"}),
    (["get", "--out", "pic"], {"pictures here"}), (["get", "-o", "pic"], {"pictures here"}),
    (["list", "--settings", "a-f"], {"a-file.json"}), (["get", "--exec", "tru"], {"true"}),
    (["--settings", "list", "log"], {"login", "logout"}),
    (["archive", ""], {"check", "rebuild", "backup", "export"}), (["archive", "ch"], {"check"}),
    (["archive", "check", "--re"], {"--read"}), (["archive", "rebuild", "pic"], {"pictures here"}),
])
@pytest.mark.parametrize("shell", ["bash", "fish"])
def test_a_shell_completes_commands_options_and_their_values(
    program, shell_environment, shell, words, expected
):
    offers = {"bash": bash_offers, "fish": fish_offers}[shell]
    found = {word.rstrip("/").replace("\\", "") for word in offers(program, shell_environment, *words)}
    assert expected <= found
    if words[-1] and shell == "bash":
        assert all(word.startswith(words[-1]) for word in found)


@pytest.mark.parametrize("shell", ["bash", "fish"])
@pytest.mark.parametrize("option", ["--username", "--name", "--retries"])
def test_nothing_is_offered_for_a_value_that_nobody_can_know(
    program, shell_environment, shell, option
):
    command = "login" if option == "--username" else "get"
    offers = {"bash": bash_offers, "fish": fish_offers}[shell]
    assert offers(program, shell_environment, command, option, "") == set()


def test_a_shell_offers_no_option_of_another_command(program, shell_environment):
    assert "--require-fresh" not in bash_offers(program, shell_environment, "list", "--")
    assert "--require-fresh" not in fish_offers(program, shell_environment, "list", "--")


def test_bash_completes_what_stands_behind_an_equals_sign(program, shell_environment):
    assert bash_offers(program, shell_environment, "login", "--flow", "=", "b") == {"browser"}
    assert bash_offers(program, shell_environment, "login", "--flow", "=") == {
        "auto", "token", "browser"}


@pytest.mark.parametrize("command", ["get", "watch", "status"])
def test_the_shells_complete_the_names_of_cameras(program, with_pictures, command):
    names = bash_offers(program, with_pictures, command, "fr")
    assert names == {r"Front\ Door"}
    assert bash_offers(program, with_pictures, command, '"Fr') == {"Front Door"}
    assert {"Driveway", r"Front\ Door"} <= bash_offers(program, with_pictures, command, "")
    assert {"Driveway", "Front Door"} <= {
        name.replace("\\", "") for name in fish_offers(program, with_pictures, command, "")}


def test_without_saved_pictures_the_shells_offer_options_and_no_error(program, shell_environment):
    assert "--all" in bash_offers(program, shell_environment, "get", "")
    assert fish_offers(program, shell_environment, "get", "x") == set()


KEYBOARD = [
    ("comp", ["completion"]), ("get --retr", ["get", "--retries"]),
    ("login --flow bro", ["login", "--flow", "browser"]),
    ("login --flow=bro", ["login", "--flow=browser"]),
    ("list --color al", ["list", "--color", "always"]),
    ("watch --every 15", ["watch", "--every", "15m"]), ("help do", ["help", "doctor"]),
    ("get -o pict", ["get", "-o", "pictures here"]),
    ("archive reb", ["archive", "rebuild"]),
    ("archive rebuild pict", ["archive", "rebuild", "pictures here"]),
    ("get Fro", ["get", "Front Door"]), ('get "Fro', ["get", "Front Door"]),
    ("get fro", ["get", "Front Door"]), ("status Drive", ["status", "Driveway"]),
]


@pytest.mark.parametrize("typed, words", KEYBOARD)
def test_bash_completes_at_the_keyboard(program, with_pictures, typed, words):
    found, _ = bash_at_the_keyboard(program, with_pictures, f"ring-snapshot {typed}\t")
    assert [word.rstrip("/") for word in found] == ["ring-snapshot", *words]


@pytest.mark.parametrize("typed, words", KEYBOARD)
def test_zsh_completes_at_the_keyboard(program, with_pictures, tmp_path, typed, words):
    found, _ = zsh_at_the_keyboard(program, with_pictures, tmp_path, f"ring-snapshot {typed}\t")
    assert [word.rstrip("/") for word in found] == ["ring-snapshot", *words]


def test_zsh_shows_colons_as_they_are(program, with_pictures, tmp_path):
    _, shown = zsh_at_the_keyboard(program, with_pictures, tmp_path, "ring-snapshot get --\t\t")
    assert "{time:FORMAT}" in shown
    assert "\\" not in shown


def test_fish_shows_colons_as_they_are(program, shell_environment):
    require("fish")
    script = "ring-snapshot completion fish | source; complete -C 'ring-snapshot get --name'"
    done = subprocess.run(["fish", "--no-config", "-c", script], capture_output=True, check=False,
                          cwd=program.work, env=shell_environment)
    assert b"{time:FORMAT}" in done.stdout


def test_the_script_for_zsh_works_when_sourced_without_any_completions(
    program, with_pictures, tmp_path
):
    setup = ZSH_PROMPT + "source <(ring-snapshot completion zsh)"
    found, _ = zsh_at_the_keyboard(program, with_pictures, tmp_path, "ring-snapshot comp\t", setup)
    assert found == ["ring-snapshot", "completion"]


@pytest.mark.parametrize("typed, words", [("comp", ["completion"]), ("get Fro", ["get", "Front Door"])])
def test_zsh_finds_its_completion_in_a_folder(program, with_pictures, tmp_path, typed, words):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "_ring-snapshot").write_text(program.run("completion", "zsh").stdout)
    setup = ZSH_PROMPT + f"fpath=({tmp_path / 'site'} $fpath); autoload -Uz compinit; compinit -u -D"
    found, _ = zsh_at_the_keyboard(
        program, with_pictures, tmp_path, f"ring-snapshot {typed}\t", setup)
    assert [word.rstrip("/") for word in found] == ["ring-snapshot", *words]
