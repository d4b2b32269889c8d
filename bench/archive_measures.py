# SPDX-License-Identifier: Apache-2.0
"""What the archive costs as it grows: catalogues of several sizes, measured side by side."""

import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import time

from front import FIRST_CAMERA, TOKEN

#: What of a catalogue is also there as files.
MOST_FILES = 100_000
CAMERAS = 20
STEP_MS = 300_000
DAY = 288
PICTURE_BYTES = 4_000


class GrownArchive:
    """A program's folder whose record names `pictures` pictures, one in five minutes a camera, as an
    old version left it. The oldest and the newest of each camera are there as files."""

    def __init__(self, setting, name, pictures, cameras, newest_ms, most_files=MOST_FILES,
                 picture_bytes=PICTURE_BYTES, picture=None):
        self.setting = setting
        #: The bytes of a picture, by camera and number; made up unless they are given.
        self.picture = picture or (lambda camera, number: (b"%d %d " % (camera, number)).ljust(picture_bytes, b"."))
        self.folder = setting.folder / name
        self.pictures = self.folder / "pictures"
        self.pictures.mkdir(parents=True)
        settings = self.folder / "Settings.json"
        settings.write_text("{}")
        settings.chmod(0o600)
        self.cameras = cameras
        self.record = self.folder / "Settings.json.pictures"
        self.write(pictures, newest_ms, most_files)

    def write(self, pictures, newest_ms, most_files):
        rounds = pictures // self.cameras
        files = min(most_files // self.cameras, rounds)
        with self.record.open("w") as record:
            for number in range(rounds):
                is_file = number < files - 1 or number == rounds - 1
                captured = newest_ms - (rounds - 1 - number) * STEP_MS
                for camera in range(FIRST_CAMERA, FIRST_CAMERA + self.cameras):
                    data = b"%d %d " % (camera, number)
                    path = self.pictures / f"{camera} - {number}.jpg"
                    if is_file:
                        data = self.picture(camera, number)
                        path.write_bytes(data)
                    record.write(
                        f'{{"path":"{path}","id":"{camera}","name":"Camera {camera % 1000:03}",'
                        f'"captured_ms":{captured},"size":{len(data)},'
                        f'"sha256":"{hashlib.sha256(data).hexdigest()}"}}\n')

    @property
    def environment(self):
        return {"PATH": self.setting.path, "HOME": str(self.folder), "LC_ALL": "C.UTF-8",
                "RING_SNAPSHOT_SETTINGS": str(self.folder / "Settings.json")}

    def status(self):
        """One run of `status`; the first one takes the record over."""
        return self.setting.runner.run([self.setting.program, "status"], self.environment, self.folder)

    def cost(self, what, count):
        done = subprocess.run(
            [self.setting.build / "archive_costs", self.record, self.pictures, what, str(count)],
            env=self.environment, cwd=self.folder, capture_output=True, check=False)
        if done.returncode != 0:
            raise SystemExit(done.stderr.decode(errors="replace"))
        return json.loads(done.stdout)

    def catalogue_bytes(self):
        return sum(f.stat().st_size for f in self.folder.glob("Settings.json.pictures.db*"))


def archive(setting):
    """Rows by size; what can be repeated is, the sizes taking turns."""
    newest = int(time.time() * 1000) - 86_400_000
    grown, rows = [], []
    for size in setting.archive_sizes:
        cameras = min(CAMERAS, size // 500)
        one = GrownArchive(setting, f"archive-{size}", size, cameras, newest)
        taken = one.status()
        grown.append(one)
        rows.append({"pictures": size, "cameras": cameras, "takeover_s": taken.wall,
                     "takeover_rss_kib": taken.rss, "catalogue_bytes": one.catalogue_bytes(),
                     "samples": []})
    for turn in range(setting.archive_turns):
        for one, row in list(zip(grown, rows))[:: 1 if turn % 2 else -1]:
            status = one.status()
            row["samples"].append({
                "status_ms": status.wall * 1000, "status_rss_kib": status.rss,
                "save": one.cost("save", 40), "day": one.cost("day", 50),
                "round": one.cost("round", 10)})
    for one, row in zip(grown, rows):
        row["delete"] = one.cost("delete", min(row["cameras"], 5))
        assert row["delete"]["pictures"] == DAY, row
        summarize(row)
    for row in rows:
        row["save_ratio"] = row["save_us"] / rows[0]["save_us"]
        row["save_cpu_ratio"] = row["save_cpu_us"] / rows[0]["save_cpu_us"]
        del row["samples"]
    for one in grown:
        shutil.rmtree(one.folder)
    return {"sizes": rows, "month": month(setting)}


def summarize(row):
    samples = row["samples"]

    def median(part, member):
        return statistics.median(s[part][member] for s in samples)

    row["status_ms"] = statistics.median(s["status_ms"] for s in samples)
    row["save_us"] = median("save", "wall_us")
    row["save_cpu_us"] = median("save", "cpu_us")
    row["save_written"] = median("save", "written")
    row["day_us"] = median("day", "wall_us")
    row["round_us"] = median("round", "wall_us")
    row["delete_us"] = row["delete"]["wall_us"]
    row["rss_kib"] = max(row["delete"]["rss_kib"], *(s["save"]["rss_kib"] for s in samples))


# A month


def month(setting):
    """`watch` over 20 cameras whose last month is recorded until an hour ago, so that the pictures of
    the first hour expire."""
    pictures = setting.month_pictures
    newest = int(time.time() * 1000) - 3_600_000
    one = GrownArchive(setting, "month", pictures, CAMERAS, newest, most_files=100 * CAMERAS)
    simulator = subprocess.Popen(
        [setting.simulator, "--quiet", "--cameras", str(CAMERAS), "--refresh-token", TOKEN,
         "--capture-delay-battery", "0.4"], stdout=subprocess.PIPE)
    try:
        address = simulator.stdout.readline().decode().strip().removeprefix("listening on ")
        environment = {**one.environment, "RING_SNAPSHOT_SERVER": address}
        subprocess.run([setting.program, "login", "--refresh-token", TOKEN], check=True,
                       env=environment, capture_output=True)
        taken = one.status()
        status = statistics.median(one.status().wall for _ in range(5))
        return {"pictures": pictures, "cameras": CAMERAS, "takeover_s": taken.wall,
                "status_s": status, **watch_month(setting, one, environment)}
    finally:
        simulator.terminate()
        simulator.wait()
        shutil.rmtree(one.folder)


def watch_month(setting, one, environment):
    output, errors = one.folder / "saved", one.folder / "said"
    with output.open("wb") as stdout, errors.open("wb") as stderr:
        process = subprocess.Popen(
            [setting.program, "watch", "--all", "--fresh", "--allow-drain", "--every", "10s", "--keep",
             "30d", "--out", one.folder / "new"],
            env=environment, cwd=one.folder, stdout=stdout, stderr=stderr)
        time.sleep(setting.watched_seconds)
        proc = pathlib.Path(f"/proc/{process.pid}")
        peak = int(re.search(r"VmHWM:\s+(\d+)", (proc / "status").read_text())[1])
        written = int(re.search(r"wchar: (\d+)", (proc / "io").read_text())[1])
        user, system = map(int, (proc / "stat").read_text().rpartition(")")[2].split()[11:13])
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        code = process.wait()
        heard = time.monotonic() - began
    if code != 0:
        raise SystemExit(errors.read_text())
    saved = output.read_text().splitlines()
    sizes = sum(pathlib.Path(path).stat().st_size for path in saved)
    deleted = sum(int(n) for n in re.findall(r": (\d+) pictures? older than", errors.read_text()))
    return {"seconds": setting.watched_seconds, "rss_kib": peak, "written_beside": written - sizes,
            "cpu_s": (user + system) / os.sysconf("SC_CLK_TCK"), "saved": len(saved), "sigterm_s": heard,
            "due": CAMERAS * -(-setting.watched_seconds // 10), "deleted": deleted}
