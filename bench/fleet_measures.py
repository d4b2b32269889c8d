# SPDX-License-Identifier: Apache-2.0
"""What many cameras cost that upload their pictures and publish them: processor, memory, requests, and a backlog."""

import datetime
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

from archive_measures import GrownArchive
from front import FIRST_CAMERA, TOKEN

ROOT = pathlib.Path(__file__).resolve().parent.parent
os.environ.setdefault("RING_SNAPSHOT_SERVERS", str(ROOT / "build" / "servers"))
sys.path.insert(0, str(ROOT / "tests" / "program"))
import mqtt_broker  # noqa: E402
import object_store  # noqa: E402

PERIOD_SECONDS = 60
#: From when on the store is away, after the first pictures, and for how long.
OUTAGE_BEGIN, OUTAGE = 150, 120
PICTURE_BYTES = 40_000
CAMERAS_OF_BACKLOG = 10


def fleet(setting):
    swift = object_store.Swift()
    try:
        shapes = [(10, setting.fleet_cameras // 10), (1, setting.fleet_cameras)]
        rows = [Fleet(setting, swift, *shape).run() for shape in shapes]
        return {"rows": rows, "backlog": backlog(setting, swift)}
    finally:
        swift.stop()


class Fleet:
    """`watches` watches of `cameras` cameras each, with one bucket and one broker."""

    def __init__(self, setting, swift, watches, cameras):
        self.setting, self.swift = setting, swift
        self.watches, self.cameras = watches, cameras
        self.bucket = swift.make_bucket()
        self.folder = setting.folder / f"fleet-{watches}"
        self.folder.mkdir()
        self.broker = mqtt_broker.Broker(self.folder)

    def run(self):
        simulator = subprocess.Popen(
            [self.setting.simulator, "--quiet", "--cameras", str(self.watches * self.cameras),
             "--refresh-token", TOKEN, "--grace", "-1", "--periodic", str(PERIOD_SECONDS)],
            stdout=subprocess.PIPE)
        try:
            self.server = simulator.stdout.readline().decode().strip().removeprefix("listening on ")
            return self.watch()
        finally:
            simulator.terminate()
            simulator.wait()
            self.broker.stop()
            shutil.rmtree(self.folder)

    def environment(self, number):
        return {"PATH": self.setting.path, "HOME": str(self.folder), "TZ": "UTC", "LC_ALL": "C.UTF-8",
                "RING_SNAPSHOT_SERVER": self.server, **self.bucket.environment,
                **self.broker.environment,
                "RING_SNAPSHOT_SETTINGS": str(self.folder / f"Settings-{number}.json")}

    def start(self, number):
        environment = self.environment(number)
        subprocess.run([self.setting.program, "login", "--refresh-token", TOKEN], check=True,
                       env=environment, capture_output=True)
        ids = range(FIRST_CAMERA + number * self.cameras, FIRST_CAMERA + (number + 1) * self.cameras)
        result = self.folder / f"result-{number}"
        output = (self.folder / f"saved-{number}").open("wb")
        errors = (self.folder / f"said-{number}").open("wb")
        return subprocess.Popen(
            [self.setting.build / "measure_process", result, self.setting.program, "watch",
             *map(str, ids), "--every", f"{PERIOD_SECONDS}s", "--count", str(self.setting.fleet_rounds),
             "--out", self.folder / f"pictures-{number}", "--upload", self.bucket.url(f"home-{number}"),
             "--mqtt", self.broker.url(f"home-{number}")],
            env=environment, stdout=output, stderr=errors)

    def watch(self):
        begin = time.monotonic()
        processes = [self.start(number) for number in range(self.watches)]
        memory = SharedMemory(processes)
        outage = self.outage(begin) if self.setting.fleet_rounds * PERIOD_SECONDS > OUTAGE_BEGIN + OUTAGE else {}
        for process in processes:
            if process.wait() != 0:
                raise SystemExit("\n".join(f.read_text()[-2000:] for f in self.folder.glob("said-*")))
        peak_kib = memory.peak_kib()
        results = [list(map(int, (self.folder / f"result-{n}").read_text().split()))
                   for n in range(self.watches)]
        pictures = sum(len(f.read_text().splitlines()) for f in self.folder.glob("saved-*"))
        cpu = sum(result[1] + result[2] for result in results) / 1e6
        with urllib.request.urlopen(f"{self.server}/simulator/requests", timeout=60) as answer:
            requests = len(json.loads(answer.read()))
        return {"watches": self.watches, "cameras": self.cameras, "rounds": self.setting.fleet_rounds,
                "pictures": pictures, "cpu_s": cpu, "cpu_ms": cpu * 1000 / pictures, "requests": requests,
                "core_percent": 100 * cpu / pictures * self.watches * self.cameras / 300,
                "memory_kib": peak_kib,
                "published": len(self.broker.retained("+/+/image")), "waiting_at_end": self.waiting(), **outage}

    def waiting(self):
        """How many pictures wait to be uploaded."""
        count = 0
        for number in range(self.watches):
            done = subprocess.run([self.setting.program, "status", "--json"], env=self.environment(number),
                                  capture_output=True, check=True)
            count += sum(target["waiting"] for target in json.loads(done.stdout)["uploads"])
        return count

    def outage(self, begin):
        """Ends the store for a while, and sees how many pictures wait then, and for how long."""
        time.sleep(max(0, begin + OUTAGE_BEGIN - time.monotonic()))
        proxy = self.swift.processes.pop()
        self.swift.pids.remove(proxy.pid)
        proxy.kill()
        proxy.wait()
        time.sleep(OUTAGE)
        waited = self.waiting()
        self.swift.run(proxy.args)
        self.swift.wait_for([self.swift.port])
        back = time.monotonic()
        while self.waiting() > 0 and time.monotonic() < back + 600:
            time.sleep(1)
        return {"backlog": waited, "caught_up_s": time.monotonic() - back}


class SharedMemory:
    """What the programs that were started by `processes` have of memory together, looked at each second: a page
    that several have, as of the program itself, is counted once."""

    def __init__(self, processes):
        self.processes, self.most = processes, 0
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self):
        while any(process.poll() is None for process in self.processes):
            self.most = max(self.most, sum(self.share_kib(process.pid) for process in self.processes))
            time.sleep(1)

    @staticmethod
    def share_kib(parent):
        try:
            child = pathlib.Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0]
            lines = pathlib.Path(f"/proc/{child}/smaps_rollup").read_text().splitlines()
            return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        except (OSError, IndexError, StopIteration):
            return 0

    def peak_kib(self):
        self.thread.join()
        return self.most


def backlog(setting, swift):
    """Pictures that were saved before: by `upload`, and by curl with signatures that were made before."""
    newest = int(time.time() * 1000) - 60_000
    one = GrownArchive(setting, "backlog", setting.backlog_pictures, CAMERAS_OF_BACKLOG, newest,
                       setting.backlog_pictures, PICTURE_BYTES)
    one.status()
    by_curl = swift.make_bucket()
    curl = setting.runner.run(
        ["curl", "--disable", "--silent", "--show-error", "--fail", "--parallel", "--parallel-max", "8",
         "--config", signed_puts(one, by_curl)], one.environment, one.folder)
    bucket = swift.make_bucket()
    sent = setting.runner.run([setting.program, "upload", bucket.url(), "--quiet"],
                              {**one.environment, **bucket.environment}, one.folder)
    for each in (by_curl, bucket):
        count = int(each.store.call("HEAD", each.name).headers["X-Container-Object-Count"])
        if count != setting.backlog_pictures:
            raise SystemExit(f"{count} objects in place of {setting.backlog_pictures}")
    shutil.rmtree(one.folder)
    return {"pictures": setting.backlog_pictures, "curl_s": curl.wall, "s": sent.wall,
            "curl_cpu_s": curl.cpu, "cpu_s": sent.cpu, "rss_kib": sent.rss,
            "rate": setting.backlog_pictures / sent.wall, "ratio": curl.wall / sent.wall}


def signed_puts(one, bucket):
    """A configuration of curl that stores all pictures."""
    blocks = []
    for file in sorted(one.pictures.iterdir()):
        headers = signature(bucket, "/" + bucket.name + "/" + urllib.parse.quote(file.name),
                            hashlib.sha256(file.read_bytes()).hexdigest())
        lines = [f'url = "{bucket.store.url}/{bucket.name}/{urllib.parse.quote(file.name)}"',
                 f'upload-file = "{file}"', 'output = "/dev/null"', 'header = "Expect:"',
                 *(f'header = "{name}: {value}"' for name, value in headers.items())]
        blocks.append("\n".join(lines))
    path = one.folder / "curl.conf"
    path.write_text("\nnext\n".join(blocks))
    return path


def signature(bucket, path, digest):
    """Amazon's signature, version 4, of a PUT."""
    now = datetime.datetime.now(datetime.timezone.utc)
    stamp, day = now.strftime("%Y%m%dT%H%M%SZ"), now.strftime("%Y%m%d")
    host = urllib.parse.urlsplit(bucket.store.url).netloc
    scope = f"{day}/{object_store.REGION}/s3/aws4_request"
    names = "host;x-amz-content-sha256;x-amz-date"
    request = f"PUT\n{path}\n\nhost:{host}\nx-amz-content-sha256:{digest}\nx-amz-date:{stamp}\n\n{names}\n{digest}"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = ("AWS4" + object_store.SECRET_KEY).encode()
    for part in (*scope.split("/"), text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return {"x-amz-content-sha256": digest, "x-amz-date": stamp,
            "Authorization": f"AWS4-HMAC-SHA256 Credential={object_store.ACCESS_KEY}/{scope},"
                             f"SignedHeaders={names},Signature={key.hex()}"}
