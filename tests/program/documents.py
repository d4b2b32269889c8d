# SPDX-License-Identifier: Apache-2.0
"""The commands that the documents and the files in packaging/ tell people to run."""

import pathlib
import re
import shlex
import textwrap

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])

# Stands for something that the reader fills in.
_PLACEHOLDER = re.compile(r"(?<![\w$])(COMMAND|PROGRAM|FILE|TOKEN|CODE|DEVICE|URL|DURATION)(?!\w)|…")
# What may come before the program's name: a prompt, variables, another user, an empty environment.
_BEFORE = re.compile(
    r"^(?:\$ )?(?:\w+=\S+ )*(?:sudo -u ring-snapshot )?(?:env (?:-i )?(?:\w+=\S+ )*)?"
    r"(?:/\S*/)?ring-snapshot(?= |$)"
)
_CRON = re.compile(r"^(?:[\d*/,-]+ ){5}(?=/)")
_DOCKER = re.compile(r"^docker run .* ring-snapshot(?= )")
_WINDOWS = re.compile(r"^C:\\\S*\\ring-snapshot\.exe(?= )")
_SCHEDULED = re.compile(r'^schtasks .*?/TR "\\"C:\\\S*\\ring-snapshot\.exe\\"( [^"]*)"$')


def code_blocks(text):
    """(language, content) of the fenced and indented blocks of a document."""
    fence = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    yield from ((match[1], match[2]) for match in fence.finditer(text))
    rest = fence.sub("", text)
    for block in re.findall(r"(?:\A|\n)\n((?: {4,}.*(?:\n|\Z)|\n(?= {4}))+)", rest):
        yield "", textwrap.dedent(block)


def command_of(line):
    """The command for a shell that a line of a document amounts to; None: it is of no concern."""
    line = line.strip()
    if _PLACEHOLDER.search(line):
        return None
    if match := _SCHEDULED.match(line):
        return "ring-snapshot" + match[1]
    if match := _DOCKER.match(line) or _WINDOWS.match(line):
        return "ring-snapshot" + line[match.end():]
    if match := _CRON.match(line):
        line = line[match.end():].replace("\\%", "%")
    if not _BEFORE.match(line):
        return None
    return line.removeprefix("$ ")


def option_lines(text):
    """The commands that OPTIONS and GET_OPTIONS lines of environment files stand for."""
    for name, value in re.findall(r'^#?(OPTIONS|GET_OPTIONS)="(.*)"$', text, re.MULTILINE):
        yield f"ring-snapshot {'watch' if name == 'OPTIONS' else 'get'} {value}"


def commands_in(document):
    """All commands with ring-snapshot that a document shows, in order, each once."""
    text = document.read_text()
    found = []
    for language, block in code_blocks(text):
        found += [command_of(line) for line in block.splitlines()]
        found += option_lines(block)
        if language == "yaml":
            found += [f"ring-snapshot {c}" for c in re.findall(r"^ *command: (.*)$", block, re.M)]
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    prose = re.sub(r"^ {4}.*$", "", prose, flags=re.MULTILINE)
    found += [command_of(" ".join(c.split())) for c in re.findall(r"`(ring-snapshot [^`]*)`", prose)]
    return list(dict.fromkeys(command for command in found if command))


def words_of_unit(unit):
    """The words after the program's name of each ExecStart= of a unit, with its own OPTIONS."""
    text = unit.read_text()
    variables = dict(re.findall(r'^Environment="?(\w+)=(.*?)"?$', text, re.MULTILINE))
    for line in re.findall(r"^ExecStart=ring-snapshot (.*)$", text, re.MULTILINE):
        expanded = re.sub(r"\$(\w+)", lambda match: variables.get(match[1], ""), line)
        yield shlex.split(expanded)
