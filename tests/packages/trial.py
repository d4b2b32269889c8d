# SPDX-License-Identifier: Apache-2.0
"""A packaged program that is tried out, and where."""

import shutil

USERNAME = "demo@example.com"
PASSWORD = "demo-password"
CODE = "123456"
DRIVEWAY = "518000222"


class Failed(Exception):
    """A check that did not see what it wanted to see."""


def expect(condition, *shown):
    if not condition:
        raise Failed(" | ".join(str(text) for text in shown))


class Trial:
    """One program, a folder for what it writes, and the service it talks to."""

    def __init__(self, runner, program, old_program, folder, service):
        self.runner = runner
        self.program = program
        self.old_program = old_program
        self.folder = folder
        self.service = service
        (folder / "home").mkdir(parents=True)

    def run(self, *arguments, front=None, authority=None, settings="Settings.json", program=None,
            text=None, runner=None, **variables):
        front = front or self.service.any_tls
        authority = authority or self.service.authority
        result = (runner or self.runner).run(
            program or self.program, arguments, self.folder,
            {
                "RING_SNAPSHOT_SERVER": front.url,
                "RING_SNAPSHOT_SETTINGS": self.runner.path(self.folder / "settings" / settings),
                "SSL_CERT_FILE": self.runner.path(authority.certificate),
                **variables,
            },
            text,
        )
        result.out = result.stdout.decode(errors="replace")
        result.err = result.stderr.decode(errors="replace")
        return result

    def run_in_empty_root(self):
        root = self.folder / "root"
        (root / "dev").mkdir(parents=True)
        shutil.copy(self.program, root / "program")
        result = self.runner.in_root(root).run(
            "/program", ["login", "--username", USERNAME, "--password-file", "-"], self.folder,
            {"RING_SNAPSHOT_SERVER": self.service.any_tls.url, "RING_SNAPSHOT_SETTINGS": "/Settings.json"},
            PASSWORD + "\n",
        )
        result.err = result.stderr.decode(errors="replace")
        return result

    def good(self, *arguments, **options):
        result = self.run(*arguments, **options)
        expect(result.returncode == 0, arguments, result.returncode, result.err)
        return result

    def refused(self, *words, **options):
        result = self.run("list", **options)
        expect(result.returncode == 8, "exit code", result.returncode, result.err)
        expect(any(word in result.err for word in words), result.err)

    def start(self, *arguments, settings="Settings.json", **variables):
        """A process that goes on, whose output can be read."""
        return self.runner.start(
            self.program, arguments, self.folder,
            {"RING_SNAPSHOT_SETTINGS": self.runner.path(self.folder / "settings" / settings), **variables})

    def pictures(self, folder):
        return sorted((self.folder / folder).rglob("*.jpg"))
