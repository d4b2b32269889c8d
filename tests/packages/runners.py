# SPDX-License-Identifier: Apache-2.0
"""Ways to run a program of another system here."""

import contextlib
import os
import pathlib
import platform
import shutil
import subprocess
import sys

import old_kernel


class Runner:
    """Runs programs of one target: `prefix` goes before the program's own command line."""

    windows = False
    # Takes all options that ffmpeg is asked about itself with, and succeeds.
    stand_in = sys.executable

    def __init__(self, words, prefix=(), root_changer=(), ager=()):
        self.words = words
        self.prefix = list(prefix)
        self.root_changer = list(root_changer)
        self.ager = list(ager)

    def in_root(self, folder):
        """A runner for programs that see nothing but `folder`."""
        return Runner(self.words, [*self.root_changer, str(folder)])

    def on_old_kernel(self):
        """A runner for programs that have nothing but the system calls of Linux 3.2."""
        return Runner(self.words, self.ager)

    def path(self, path):
        """How the program calls a file of this machine."""
        return str(path)

    def environment(self, folder):
        return {"HOME": str(folder / "home"), "TZ": "Europe/Berlin"}

    def words_of(self, program, arguments):
        return [*self.prefix, str(program), *map(str, arguments)]

    def whole_environment(self, folder, variables):
        return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **self.environment(folder), **variables}

    def start(self, program, arguments, folder, variables):
        return subprocess.Popen(
            self.words_of(program, arguments), cwd=folder, env=self.whole_environment(folder, variables),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def run(self, program, arguments, folder, variables, text=None, timeout=300):
        return subprocess.run(
            self.words_of(program, arguments),
            cwd=folder, env=self.whole_environment(folder, variables), input=(text or "").encode(), capture_output=True,
            timeout=timeout, check=False,
        )


class Wine(Runner):
    """Windows programs, with a Windows folder of their own, which calls itself Windows 7."""

    windows = True
    # wine's own does nothing at all. Its programs cannot wait for those of this machine.
    stand_in = r"C:\windows\system32\icacls.exe"

    def __init__(self, words, prefix, home, variables=None):
        super().__init__(words, prefix)
        self.home = pathlib.Path(home)
        self.home.mkdir(parents=True)
        self.variables = variables or {}
        self.change_registry("add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win7", "/f")

    def change_registry(self, *arguments):
        done = self.run("reg", arguments, self.home, {})
        if done.returncode != 0:
            raise OSError(f"wine's registry cannot be changed: {done.stderr.decode(errors='replace')[-500:]}")

    @contextlib.contextmanager
    def without_tls_12(self):
        """TLS 1.2 is switched off in this Windows."""
        key = r"HKLM\SYSTEM\CurrentControlSet\Control\SecurityProviders\SCHANNEL\Protocols\TLS 1.2\Client"
        self.change_registry("add", key, "/v", "Enabled", "/t", "REG_DWORD", "/d", "0", "/f")
        try:
            yield
        finally:
            self.change_registry("delete", key, "/f")

    def path(self, path):
        return "Z:" + str(path).replace("/", "\\")

    def environment(self, folder):
        return {
            "HOME": str(self.home), "WINEPREFIX": str(self.home / "wine"), "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml=", "DISPLAY": "", **self.variables,
        }


def find_program(*names):
    for name in names:
        found = shutil.which(name) or (name if os.access(name, os.X_OK) else None)
        if found:
            return found
    return None


def runner_for(target, folder):
    """How to run programs of `target` here; nothing when that cannot be done."""
    if target == "linux-x64" and platform.machine() == "x86_64":
        change_root = 'mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"'
        return Runner(
            "run natively",
            root_changer=["unshare", "--map-root-user", "--mount", "sh", "-c", change_root],
            ager=[sys.executable, str(pathlib.Path(old_kernel.__file__))],
        )
    if target == "linux-arm64":
        qemu = find_program("qemu-aarch64-static", "qemu-aarch64")
        return Runner("run by qemu-aarch64", [qemu]) if qemu else None
    if target == "linux-arm":
        qemu = find_program("qemu-arm-static", "qemu-arm")
        return Runner("run by qemu-arm as an ARM1176", [qemu, "-cpu", "arm1176"]) if qemu else None
    if target == "win-x64":
        wine = find_program("wine64", "/usr/lib/wine/wine64")
        return Wine("run by wine as Windows 7", [wine], folder / "wine64") if wine else None
    if target == "win-x86" and "RING_SNAPSHOT_WINE32" in os.environ:
        # Some systems have it only in a folder of its own, entered by a command.
        command = os.environ["RING_SNAPSHOT_WINE32"].split()
        return Wine("run by wine as Windows 7 (32 bit)", command, folder / "wine32", {"WINEARCH": "win32"})
    return None
