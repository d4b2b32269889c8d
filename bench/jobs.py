# SPDX-License-Identifier: Apache-2.0
"""The jobs that are measured: what the program is asked to do, and curl making the same requests."""

import json
import pathlib
import shutil
import subprocess

from front import FIRST_CAMERA, TOKEN

AGENT = ["-H", "User-Agent: android:com.ringapp"]


class Job:
    """`get` of one camera by its id, or of all cameras of the front's account."""

    def __init__(self, runner, front, program, every_camera, fresh):
        self.runner = runner
        self.front = front
        self.program = program
        self.every_camera = every_camera
        self.fresh = fresh
        self.pictures = front.folder / "pictures"

    def log_in(self):
        """A good session, so that no run has to get one."""
        if not (self.front.folder / "Settings.json").exists():
            subprocess.run([self.program, "login", "--refresh-token", TOKEN], check=True,
                           env=self.front.environment(), capture_output=True)

    def run_first(self):
        """The first run of all, which makes the folder and the catalogue and saves every picture."""
        shutil.rmtree(self.pictures, ignore_errors=True)
        for file in self.front.folder.glob("*.pictures*"):
            file.unlink()
        return self.run_program()

    def run_program(self):
        # A picture that is there already would not be written again. That the simulator draws those of many
        # cameras would be measured as well.
        if not self.every_camera:
            self.front.capture_anew()
        cameras = ["--all"] if self.every_camera else [str(FIRST_CAMERA)]
        how = ["--fresh"] if self.fresh else []
        return self.runner.run([self.program, "get", *cameras, *how, "--out", self.pictures],
                               self.front.environment(), self.front.folder)

    def run_curl(self):
        """The same requests as far as one must wait for the other, for one camera, one after the
        other on one connection: nothing can be quicker than these."""
        return self.runner.run(self._curl_command(), self.front.environment(), self.front.folder)

    def _curl_command(self):
        settings = json.loads((self.front.folder / "Settings.json").read_text())
        common = ["--silent", "--show-error", "--fail", "--http2", *AGENT,
                  "-H", "hardware_id: " + settings["RingHardwareId"],
                  "-H", "Authorization: Bearer " + settings["RingAccessToken"]]
        command = []
        for number, (path, extra) in enumerate(self._critical_requests()):
            command += ["--next"] if command else []
            command += [*common, *extra, "--output", str(self.front.folder / f"curl-{number}"),
                        self.front.url + path]
        return ["curl", "--disable", *command]

    def _critical_requests(self):
        as_json = ["-H", "Accept: application/json"]
        if self.every_camera:
            yield "/clients_api/ring_devices", [*as_json, "--compressed"]
        after, force, hold = 0, "", 2000
        if self.fresh:
            ids = list(range(FIRST_CAMERA, FIRST_CAMERA + self.front.cameras))
            yield ("/clients_api/snapshots/timestamps",
                   [*as_json, "--compressed", "-H", "Content-Type: application/json",
                    "--data-raw", json.dumps({"doorbot_ids": ids}, separators=(",", ":"))])
            after, force, hold = self.front.newest_capture_ms(), "&extras=force", 10000
        yield (f"/snapshots/next/{FIRST_CAMERA}?after-ms={after}&max-wait-ms={hold}{force}",
               ["-H", "Accept: image/jpeg"])

    def picture_size(self):
        """The mean size of a saved picture in KiB."""
        sizes = [f.stat().st_size for f in pathlib.Path(self.pictures).rglob("*.jpg")]
        return sum(sizes) / len(sizes) / 1024
