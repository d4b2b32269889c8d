#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes ring-snapshot.1 of ring-snapshot.1.in and of what the program's own help says.

Usage: make_manual_page.py PROGRAM [FILE]

FILE is where it goes; else it goes beside its source.

In the source, these lines stand for what the program tells:

    .\\" @commands              the synopsis: a line for each command
    .\\" @command NAME          the heading of a command, and what it does
    .\\" @options NAME          its options, each with the sentence of the help; what follows
    .\\" @options NAME but OTHER     without those that OTHER has as well
    .\\" @options               the global options
    .\\" @more OPTION           after the sentence on OPTION: the lines from here to the next mark
    .\\" @end                   the end of the options

An @more for an option that the program does not have is an error.
"""

import dataclasses
import pathlib
import re
import subprocess
import sys

SOURCE = pathlib.Path(__file__).with_name("ring-snapshot.1.in")
MARK = '.\\" @'
ROW = re.compile(r"^  (?:(-\w), |    )?(--?[\w-]+|[A-Z]+)(?: (\S+))?(?:  +(\S.*))?$")


@dataclasses.dataclass
class Option:
    short: str
    name: str
    value: str
    text: str

    @property
    def is_positional(self):
        return not self.name.startswith("-")


class Help:
    """What `ring-snapshot help COMMAND` says."""

    def __init__(self, program, command=""):
        self.text = subprocess.run(
            [program, "help", *command.split()], check=True, capture_output=True, text=True
        ).stdout
        self.summary = self.text.splitlines()[0]

    def section(self, heading):
        lines = self.text.splitlines()
        if f"{heading}:" not in lines:
            return []
        begin = lines.index(f"{heading}:") + 1
        end = lines.index("", begin) if "" in lines[begin:] else len(lines)
        return lines[begin:end]

    def options(self, heading="Options"):
        found = []
        for line in self.section(heading):
            row = ROW.match(line)
            if row:
                short, name, value, text = row.groups()
                found.append(Option(short or "", name, value or "", text or ""))
            else:
                found[-1].text += f" {line.strip()}"
        return found

    def commands(self):
        return [line.split()[0] for line in self.section("Commands")]

    def usage(self):
        begin = self.text.index("Usage: ring-snapshot") + len("Usage: ring-snapshot")
        return " ".join(self.text[begin : self.text.index("\n\n", begin)].split())


def roff(text):
    """Plain text as troff takes it."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq")
    return f"\\&{text}" if text.startswith((".", "'")) else text


def sentence(text):
    text = text.strip()
    return text[0].upper() + text[1:] + ("" if text.endswith(".") else ".")


def head(option):
    short = f"\\fB{roff(option.short)}\\fR, " if option.short else ""
    value = f" \\fI{roff(option.value)}\\fR" if option.value else ""
    return f"{short}\\fB{roff(option.name)}\\fR{value}"


def synopsis(program):
    lines = []
    for command in Help(program).commands():
        words, *rest = re.split(r" (?=\[)", Help(program, command).usage(), maxsplit=1)
        lines += [".br"] if lines else []
        lines.append(f"\\fBring\\-snapshot {roff(words)}\\fR {roff(' '.join(rest))}")
    return lines


def described(options, details):
    lines = []
    for option in options:
        if option.is_positional:
            continue
        lines += [".TP", head(option), roff(sentence(option.text)), *details.pop(option.name, [])]
    if details:
        raise SystemExit(f"no such option in the help: {', '.join(details)}")
    return lines


def options_of(program, words):
    command, _, other = words.partition(" but ")
    if not command:
        return Help(program).options("Global options")
    elsewhere = {option.name for option in Help(program, other).options()} if other else set()
    return [each for each in Help(program, command).options() if each.name not in elsewhere]


def page(program, source):
    lines = []
    options = details = None
    for line in source.splitlines():
        if not line.startswith(MARK):
            (lines if options is None else details[more]).append(line)
            continue
        kind, _, words = line[len(MARK) :].partition(" ")
        if kind == "commands":
            lines += synopsis(program)
        elif kind == "command":
            lines += [f".SS {roff(words)}", roff(Help(program, words).summary)]
        elif kind == "options":
            options, details = options_of(program, words), {}
        elif kind == "more":
            more = words
            details[more] = []
        elif kind == "end":
            lines += described(options, details)
            options = details = None
        else:
            raise SystemExit(f"unknown mark: {line}")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        raise SystemExit(__doc__)
    made = page(sys.argv[1], SOURCE.read_text(encoding="utf-8"))
    target = pathlib.Path(sys.argv[2]) if len(sys.argv) == 3 else SOURCE.with_suffix("")
    target.write_text(made, encoding="utf-8")
