# SPDX-License-Identifier: Apache-2.0
"""The checked-in files that tell of the program agree with it."""

import pathlib
import re
import subprocess
import sys

import pytest
from command_table import COMMANDS, TOP_COMMANDS
from conftest import BUILD, SIMULATOR, DRIVEWAY

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMPLETIONS = {"bash": "ring-snapshot.bash", "zsh": "_ring-snapshot", "fish": "ring-snapshot.fish"}
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def options_in(text):
    """All options that a text names, such as --all or -deviceid."""
    return set(re.findall(r"(?<![\w-])--?[A-Za-z0-9][\w-]*", text))


def manual_page(name):
    text = (ROOT / "packaging" / "man" / name).read_text()
    return re.sub(r"\\f.", "", text.replace(r"\-", "-"))


@pytest.mark.parametrize("shell", COMPLETIONS)
def test_the_completion_in_the_tree_is_what_the_program_prints(program, shell):
    printed = program.run("completion", shell).stdout
    stored = (ROOT / "packaging" / "completions" / COMPLETIONS[shell]).read_text()
    assert printed == stored, "run scripts/update-generated"


def test_the_manual_page_in_the_tree_is_what_the_help_and_its_source_make(program, tmp_path):
    made = tmp_path / "ring-snapshot.1"
    subprocess.run([sys.executable, ROOT / "packaging/man/make_manual_page.py", program.path, made], check=True)
    stored = (ROOT / "packaging" / "man" / "ring-snapshot.1").read_text()
    assert made.read_text() == stored, "run scripts/update-generated"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_manual_page_has_every_option_of_a_command(program, command):
    assert command in manual_page("ring-snapshot.1")
    shown = options_in(program.run(*command.split(), "--help").stdout)
    assert "--help" in shown
    assert shown <= options_in(manual_page("ring-snapshot.1"))


def test_the_manual_page_has_every_command(program):
    listed = re.findall(r"^  ([a-z]+)  ", program.run("--help").stdout, re.MULTILINE)
    page = manual_page("ring-snapshot.1")
    missing = [command for command in listed if f"\n.SS {command}\n" not in page]
    assert listed == TOP_COMMANDS
    assert missing == []


def test_the_manual_page_has_every_option_of_the_old_form(program, tmp_path):
    old_name = tmp_path / "RingSnapshotDownload"
    old_name.symlink_to(program.path)
    shown = options_in(program.run("-help", program=old_name).stdout)
    assert "-deviceid" in shown
    assert shown <= options_in(manual_page("ring-snapshot.1"))


def test_the_manual_page_of_the_simulator_has_every_option():
    shown = subprocess.run(
        [SIMULATOR, "--help"], check=True, capture_output=True, text=True
    ).stdout
    assert "--fault" in options_in(shown)
    # Numbers such as -1 and what stands in ranges are no options.
    names = {name for name in options_in(shown) if not re.match(r"-\d", name)}
    assert names <= options_in(manual_page("ring-simulator.1"))


def test_the_first_run_in_the_readme_is_what_the_program_shows():
    checked = subprocess.run(
        [ROOT / "scripts" / "update-first-run", "--check", BUILD], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr


def test_the_old_name_has_the_same_manual_page():
    assert manual_page("RingSnapshotDownload.1") == ".so man1/ring-snapshot.1\n"


def test_every_field_of_the_json_output_is_documented(logged_in, simulator):
    simulator.fault("next", "status:404*", camera=DRIVEWAY)
    simulator.fault("image", "status:404*", camera=DRIVEWAY)
    objects = [
        *logged_in.run("list", "--everything", "--json", simulator=simulator).objects,
        *logged_in.run("status", "--json", simulator=simulator).objects,
        *logged_in.run("doctor", "--json", simulator=simulator).objects,
        *logged_in.run(
            "get", "--all", "--latest", "{name}.jpg", "--retries", 1, "--json", simulator=simulator
        ).objects,
    ]
    fields = {field for shown in objects for field in (*shown, *shown.get("error", {}))}
    documented = set(re.findall(r"`([a-z0-9_]+)`", (ROOT / "docs" / "json.md").read_text()))
    assert {"state", "settings_file", "sha256", "latest", "hint"} <= fields
    assert fields <= documented


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_links_of_a_document_lead_to_files(document):
    # What stands in a block is an example.
    text = re.sub(r"^```.*?^```$", "", document.read_text(), flags=re.MULTILINE | re.DOTALL)
    targets = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r'(?:src|href)="([^"#]+)"', text)
    local = [target for target in targets if "://" not in target]
    missing = [target for target in local if not (document.parent / target).exists()]
    assert missing == []
