# SPDX-License-Identifier: Apache-2.0
"""Stand-ins for systemctl, loginctl, crontab and the like, which keep what they were told.

They come first in PATH. What they know stands in files of a folder, so that a test can change it; what
they are called with is appended to `calls` there.
"""

import os
import shlex
import sys

import service_fake_tools

FAKES = ("systemctl", "loginctl", "crontab", "id", "getent", "journalctl")


class ServiceTools:
    """A machine whose service manager is made of files."""

    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir(parents=True)
        for name in FAKES:
            tool = self.bin / name
            tool.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} -S "
                            f"{shlex.quote(service_fake_tools.__file__)} {shlex.quote(str(folder))} "
                            f"{name} \"$@\"\n")
            tool.chmod(0o755)
        self.write("calls", "")
        self.write("user", "kim 1000")

    def write(self, name, text):
        (self.folder / name).write_text(text)

    def read(self, name):
        path = self.folder / name
        return path.read_text() if path.exists() else ""

    def is_run_by(self, name, number):
        self.write("user", f"{name} {number}")

    def has_systemd(self):
        self.write("systemd", "running")

    def refuses(self, command, reason):
        """Has commands that begin so fail."""
        self.write("refused", self.read("refused") + f"{command}\t{reason}\n")

    @property
    def calls(self):
        return self.read("calls").splitlines()

    def run(self, *arguments, **options):
        """`ring-snapshot service` with these arguments."""
        return self.run_command("service", *arguments, **options)

    def run_command(self, *arguments, env=None, **options):
        """`ring-snapshot` with these arguments."""
        path = f"{self.bin}{os.pathsep}{os.environ['PATH']}"
        return self.program.run(*arguments, env={"PATH": path, **(env or {})}, **options)

    def file(self, name, suffix=""):
        settings = self.program.settings_file
        return settings.with_name(f"{settings.name}.service{suffix}.{name}")

    @property
    def unit_folder(self):
        return self.program.home / ".config" / "systemd" / "user"

    def end_all(self):
        for name in self.folder.glob("*.pid"):
            service_fake_tools.end(int(name.read_text()))
