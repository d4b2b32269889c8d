# SPDX-License-Identifier: Apache-2.0
"""The commands of the program, as its own table has them, so that no test leaves out a new one."""

import pathlib
import re

_TABLE = pathlib.Path(__file__).resolve().parents[2] / "src" / "cli" / "commands.cpp"

#: In the order of the help; a command of another one is "archive check".
COMMANDS = re.findall(r'^    \{"([a-z]+(?: [a-z]+)*)", "', _TABLE.read_text(), re.MULTILINE)
#: Those that the help of the whole program lists.
TOP_COMMANDS = [command for command in COMMANDS if " " not in command]
