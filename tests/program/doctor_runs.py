# SPDX-License-Identifier: Apache-2.0
"""Runs of doctor --json, by check."""

FIRST_WORDS = ("ok", "warning", "not ok", "skipped")


class Examination:
    """A run of doctor --json, by check."""

    def __init__(self, result):
        self.result = result
        self.code = result.code
        self.findings = result.objects

    def __getitem__(self, check):
        [finding] = [f for f in self.findings if f["check"] == check]
        return finding

    def cameras(self):
        return {f["id"]: f for f in self.findings if f["check"] == "camera" and "id" in f}

    def states(self):
        return {f["check"]: f["state"] for f in self.findings}

    def __repr__(self):
        return repr(self.result)


def examine(program, *options, **more):
    return Examination(program.run("doctor", "--json", *options, **more))
