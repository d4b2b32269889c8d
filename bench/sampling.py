# SPDX-License-Identifier: Apache-2.0
"""Running commands and comparing what they cost."""

import dataclasses
import pathlib
import statistics
import subprocess


@dataclasses.dataclass
class Sample:
    """What one run of a command cost."""

    wall: float  # seconds
    cpu: float  # seconds, user and system
    rss: float  # KiB at its peak


class Runner:
    """Runs commands by the helper `measure_process`."""

    def __init__(self, helper, folder):
        self._helper = helper
        self._result = pathlib.Path(folder) / "result"

    def run(self, command, environment, folder):
        done = subprocess.run([self._helper, self._result, *command], env=environment, cwd=folder,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        wall, user, system, rss, code = map(int, self._result.read_text().split())
        if done.returncode != 0 or code != 0:
            raise SystemExit(f"{' '.join(map(str, command))[:300]}: exit code {code}\n"
                             + done.stderr.decode(errors="replace")[:2000])
        return Sample(wall / 1e9, (user + system) / 1e6, rss)

    def pairs(self, first, second, count):
        """`count` pairs of runs, `first` and `second` taking turns in going first. Each is a
        function that makes one run; both run once before, uncounted."""
        first(), second()
        result = []
        for i in range(count):
            if i % 2:
                b, a = second(), first()
            else:
                a, b = first(), second()
            result.append((a, b))
        return result


def median(samples, field):
    return statistics.median(getattr(s, field) for s in samples)


def ratio(pairs, field):
    """The median of the ratios second to first, each of runs that followed one another."""
    return statistics.median(getattr(b, field) / getattr(a, field) for a, b in pairs)
