# SPDX-License-Identifier: Apache-2.0
"""What looking at the archive costs: the page, beside nginx, and the gallery."""

import getpass
import grp
import http.client
import os
import pathlib
import re
import shutil
import signal
import statistics
import subprocess
import time
import urllib.parse

from archive_measures import CAMERAS, PICTURE_BYTES, STEP_MS, GrownArchive
from front import FIRST_CAMERA, free_port

#: Of each camera the newest are there as files, so that a day of pictures can be shown.
PAGE_FILES = 300 * CAMERAS
#: As many as a picture of Ring's cameras has.
RING_PICTURE_BYTES = 60_000
WRK = ["wrk", "--threads", "2", "--connections", "16"]


class Served:
    """A running `serve` of an archive."""

    def __init__(self, setting, one):
        self.process = subprocess.Popen(
            [setting.program, "serve", "--listen", "127.0.0.1:0"], env=one.environment, cwd=one.folder,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.url = self.process.stdout.readline().decode().strip().rstrip("/")
        self.place = urllib.parse.urlsplit(self.url)

    def get(self, target):
        """Seconds until the whole answer is there, over a connection of its own; and the answer."""
        begin = time.monotonic()
        connection = http.client.HTTPConnection(self.place.hostname, self.place.port, timeout=60)
        connection.request("GET", target)
        answer = connection.getresponse()
        answer.data = answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{target}: status {answer.status}")
        return time.monotonic() - begin, answer

    def peak_kib(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", text)[1])

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


class Nginx:
    """nginx serving one folder, as Debian's package has it."""

    def __init__(self, setting, root):
        folder = setting.folder / "nginx"
        folder.mkdir()
        self.log = folder / "error.log"
        port_file = folder / "nginx.conf"
        self.port = free_port()
        # Its workers would be nobody, who may not read what is measured.
        me = getpass.getuser()
        port_file.write_text(
            f"user {me} {grp.getgrgid(os.getegid()).gr_name}; daemon off; pid {folder}/pid; error_log {self.log}; worker_processes auto;\n"
            f"events {{ worker_connections 256; }}\n"
            f"http {{ access_log off; etag on; default_type image/jpeg;\n"
            f"client_body_temp_path {folder}/1; proxy_temp_path {folder}/2; fastcgi_temp_path {folder}/3;\n"
            f"uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;\n"
            f"server {{ listen 127.0.0.1:{self.port}; root {root}; }} }}\n")
        self.process = subprocess.Popen(
            [setting.nginx, "-p", folder, "-c", port_file, "-e", self.log], stderr=subprocess.DEVNULL)
        self.url = f"http://127.0.0.1:{self.port}"

    def etag(self, name):
        deadline = time.monotonic() + 10
        while True:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
                connection.request("HEAD", f"/{name}")
                return connection.getresponse().headers["ETag"]
            except OSError:
                if time.monotonic() > deadline:
                    raise SystemExit(f"nginx did not start; see {self.log}") from None
                time.sleep(0.05)

    def end(self):
        self.process.terminate()
        self.process.wait()


def require_known(url, etag):
    place = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=10)
    connection.request("GET", place.path, headers={"If-None-Match": etag})
    status = connection.getresponse().status
    if status != 304:
        raise SystemExit(f"{url}: status {status} for what is known")


def rate(setting, url, etag=None):
    """Requests a second; with the tag of what is known, to which the answer must be 304."""
    if etag is not None:
        require_known(url, etag)
    header = [] if etag is None else ["--header", f"If-None-Match: {etag}"]
    done = subprocess.run(
        [*WRK, "--duration", f"{setting.load_seconds}s", *header, url],
        capture_output=True, text=True, check=True)
    others = re.search(r"Non-2xx or 3xx responses: (\d+)", done.stdout)
    if others or "Socket errors" in done.stdout:
        raise SystemExit(f"{url}: {done.stdout}")
    return float(re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)[1])


def page(setting):
    newest = int(time.time() * 1000) - 60_000
    sizes = [page_of_size(setting, size, newest) for size in setting.page_sizes]
    return {"sizes": sizes, "load": load(setting, newest), "gallery": gallery(setting, newest),
            "film": film(setting, newest)}


def grow(setting, name, pictures, newest, most_files, picture_bytes=PICTURE_BYTES):
    one = GrownArchive(setting, name, pictures, CAMERAS, newest, most_files, picture_bytes)
    one.status()
    return one


def page_of_size(setting, pictures, newest):
    """The times of what the page asks for, the first of each apart, and the memory of all that."""
    one = grow(setting, f"page-{pictures}", pictures, newest, PAGE_FILES)
    served = Served(setting, one)
    day = time.strftime("%Y-%m-%d", time.localtime(newest / 1000 - 86_400 * 0.5))
    middle = time.strftime("%Y-%m-%d", time.localtime((newest - pictures // CAMERAS // 2 * STEP_MS) / 1000))
    targets = {"page": "/", "cameras": "/api/cameras",
               "day": f"/api/cameras/{FIRST_CAMERA}/days/{day}",
               "middle_day": f"/api/cameras/{FIRST_CAMERA}/days/{middle}",
               "month": f"/api/cameras/{FIRST_CAMERA}/days"}
    row = {"pictures": pictures}
    try:
        for name, target in targets.items():
            first, answer = served.get(target)
            times = [served.get(target)[0] for _ in range(setting.page_turns)]
            row[name] = {"first_ms": first * 1000, "ms": statistics.median(times) * 1000,
                         "bytes": len(answer.data)}
        row["rss_kib"] = served.peak_kib()
    finally:
        served.end()
    shutil.rmtree(one.folder)
    return row


def load(setting, newest):
    """`latest.jpg` over and over, beside nginx serving the same file."""
    one = grow(setting, "load", max(setting.page_sizes), newest, 2 * CAMERAS, RING_PICTURE_BYTES)
    target = f"/cameras/{FIRST_CAMERA}/latest.jpg"
    served = Served(setting, one)
    file = max(one.pictures.glob(f"{FIRST_CAMERA} - *.jpg"), key=lambda f: int(f.stem.split(" - ")[1]))
    shutil.copy(file, one.folder / "latest.jpg")
    nginx = Nginx(setting, one.folder)
    try:
        _, answer = served.get(target)
        other = nginx.etag("latest.jpg")
        return {"bytes": len(answer.data), "pictures": max(setting.page_sizes),
                "whole": rate(setting, served.url + target),
                "whole_nginx": rate(setting, nginx.url + "/latest.jpg"),
                "known": rate(setting, served.url + target, answer.headers["ETag"]),
                "known_nginx": rate(setting, nginx.url + "/latest.jpg", other)}
    finally:
        nginx.end()
        served.end()
        shutil.rmtree(one.folder)


def gallery(setting, newest):
    one = grow(setting, "gallery", setting.gallery_pictures, newest, setting.gallery_pictures)

    def run():
        return setting.runner.run([setting.program, "gallery", one.folder], one.environment, one.folder)

    try:
        first, second = run(), run()
        return {"pictures": setting.gallery_pictures, "first_s": first.wall, "second_s": second.wall,
                "rss_kib": max(first.rss, second.rss)}
    finally:
        shutil.rmtree(one.folder)


#: As many different ones as a film of them has before it begins again.
DIFFERENT_FRAMES = 48


def film(setting, newest):
    """What a film costs besides ffmpeg, of pictures in which something moves."""
    frames = setting.folder / "frames"
    frames.mkdir()
    subprocess.run(["ffmpeg", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=8", "-frames:v",
                    str(DIFFERENT_FRAMES), "-q:v", "3", frames / "%d.jpg"], check=True)
    images = [(frames / f"{number + 1}.jpg").read_bytes() for number in range(DIFFERENT_FRAMES)]

    def picture(camera, number):
        """With a comment behind its first two bytes, which tells it from all others."""
        comment = b"%d %d" % (camera, number)
        image = images[number % DIFFERENT_FRAMES]
        return image[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + image[2:]

    one = GrownArchive(setting, "film", setting.film_pictures, 1, newest, setting.film_pictures, picture=picture)
    one.status()
    measured = one.folder / "ffmpeg-result"
    wrapper = one.folder / "ffmpeg"
    wrapper.write_text(f'#!/bin/sh\nexec "{setting.build}/measure_process" "{measured}" ffmpeg "$@"\n')
    wrapper.chmod(0o755)
    try:
        whole = setting.runner.run(
            [setting.program, "timelapse", "--from", "2000-01-01", "--quiet", "--out", one.folder / "film.mp4",
             "--ffmpeg", wrapper], one.environment, one.folder)
        user, system = map(int, measured.read_text().split()[1:3])
        return {"pictures": setting.film_pictures, "s": whole.wall, "ffmpeg_cpu_s": (user + system) / 1e6,
                "cpu_s": whole.cpu - (user + system) / 1e6}
    finally:
        shutil.rmtree(one.folder)
