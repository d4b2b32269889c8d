# SPDX-License-Identifier: Apache-2.0
"""Each command with ring-snapshot that a document shows does what it says, against the simulator."""

import re
import shutil
import stat
import subprocess
import time

import pytest
from conftest import BUILD, CODE, DRIVEWAY, PASSWORD, USERNAME, Result
from documents import DOCUMENTS, ROOT, code_blocks, commands_in
from service_tools import ServiceTools

COMMANDS = [
    pytest.param(command, id=f"{document.name}: {command[:70]}")
    for document in DOCUMENTS
    for command in commands_in(document)
]
# What does not end with 0: no camera has this id, and some have not taken a picture lately.
NO_FILMS = (7, 10)
OTHER_CODES = {
    "ring-snapshot get 12345": (6,),
    "ring-snapshot get --all --max-age 15m": (7,),
    # Nothing is recorded yet.
    "ring-snapshot archive backup /mnt/nas/ring-pictures.db": (7,),
    "ring-snapshot show": (7,),
    'ring-snapshot show Driveway --at "yesterday 14:41"': (7,),
    "ring-snapshot timelapse": (7,),
    "/usr/local/bin/ring-snapshot timelapse --quiet --out /srv/films": (7,),
    'ring-snapshot timelapse "Front Door" --day 2026-11-23 --between 18:00-08:00': (7,),
    "ring-snapshot timelapse Driveway --last 30d --at 12:00 --fps 4": (7,),
    "ring-snapshot timelapse --from 2026-11-01 --to 2026-11-30 --every 1h --skip-dark --length 30s --stamp "
    "--out /srv/films": (7,),
    # The simulator's own films are not real ones.
    "ring-snapshot history": NO_FILMS,
    "ring-snapshot history --all": NO_FILMS,
    'ring-snapshot history "Front Door" --from "7 d ago" --out /pictures': NO_FILMS,
    "ring-snapshot history Driveway --from yesterday --to yesterday --films": NO_FILMS,
    # No object store is there, and nothing was uploaded.
    "ring-snapshot upload s3://my-pictures/Ring                # what was saved before": (9,),
    "ring-snapshot upload s3://my-pictures/Ring --check        # is it all there?": (9,),
    "ring-snapshot upload s3://old-pictures/Ring --forget": (2,),
    # The simulator takes no messages.
    "ring-snapshot watch --notify ntfys://ntfy.sh/ring-7Hq2xW9d --notify-test": (8,),
}
TOKEN = "a-token-of-another-program"
# Either will do: what they say depends on the time since the pictures were taken.
MONITORS = ("status --max-age", " doctor")
# Folders that the documents' examples write to.
PLACES = r"(?<![\w.:/}~-])/(?=(?:pictures|srv|mnt|var/lib|volume1|data)/?\b)"


def stub(folder, name, text="exit 0"):
    """A program that the documents use beside ours."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def zone_where_it_is_noon():
    """For --between: it must be day when the tests run."""
    return f"NOON{time.gmtime().tm_hour - 12:+d}"


def run_page_command(program, command, environment):
    """Runs a command of `serve`; one that serves is ended when it has said where."""
    def run(*words, answers=""):
        return program.run(
            "-c", " ".join(words), program="/bin/sh", env=environment, input=answers)

    if "--set-password" in command or "--new-key" in command:
        return run(command, answers="secret\nsecret\n")
    if "--revoke-key" in command:
        assert run(command.replace("--revoke-key", "--new-key")).code == 0
        return run(command)
    assert run("ring-snapshot serve --set-password", answers="secret\nsecret\n").code == 0
    process = program.start(
        "-c", f"exec {command} --listen 127.0.0.1:0", program="/bin/sh", env=environment)
    address = process.stdout.readline()
    process.terminate()
    stdout, stderr = process.communicate(timeout=20)
    return Result(process, address + stdout, stderr)


@pytest.fixture
def quick_simulator(start_simulator):
    return start_simulator(
        "--picture-size", "160x90", "--capture-delay-battery", 0.2, "--capture-delay-wired", 0.1,
        "--refresh-token", TOKEN,
    )


@pytest.fixture
def sandbox(program, quick_simulator, tmp_path):
    """A function that runs a document's command with all that it touches in temporary folders."""
    program.log_in(quick_simulator)
    # A command without a camera does the remembered job.
    program.change_settings(RingDeviceId=DRIVEWAY)
    shutil.copytree(program.settings_file.parent, program.home / ".config" / "ring-snapshot")
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (bin_folder / "ring-snapshot").symlink_to(BUILD / "ring-snapshot")
    stub(bin_folder, "sudo", 'shift 2; exec "$@"')
    for name in ("mosquitto_pub", "curl", "ring-mail"):
        stub(bin_folder, name)
    (tmp_path / "srv" / "www").mkdir(parents=True)
    (tmp_path / "srv" / "ring").mkdir()
    (tmp_path / "srv" / "ring" / "broker-password").write_text("hush\n")
    (tmp_path / "pictures").mkdir()
    (program.home / ".aws").mkdir()
    (program.home / ".aws" / "credentials").write_text("[b2]\naws_access_key_id = A\naws_secret_access_key = hush\n")
    (program.home / ".aws" / "config").write_text("[profile b2]\nendpoint_url = http://127.0.0.1:9\n")
    services = ServiceTools(program, tmp_path / "services")
    services.has_systemd()
    services.write("journal.json", '{"MESSAGE":"watching","__REALTIME_TIMESTAMP":"1790000000000000"}\n')

    def run(command):
        command = re.sub(r"/(?:usr/(?:local/)?bin|volume1/tools)/(?=ring-)", f"{bin_folder}/", command)
        command = re.sub(PLACES, f"{tmp_path}/", command)
        command = command.replace("C:\\", f"{tmp_path}/c_").replace("\\Ring", "/Ring")
        command = re.sub(r"--heartbeat https://\S+", f"--heartbeat {quick_simulator.url}/", command)
        command = re.sub(r"--notify \S+", f"--notify {quick_simulator.url}/message", command)
        # Where nobody listens: watch goes on without a broker.
        command = re.sub(r"--mqtt (mqtts?://(?:\w+@)?)\S+", r"--mqtt \g<1>127.0.0.1:9", command)
        command = re.sub(
            r"RING_SNAPSHOT_SERVER=\S+", f"RING_SNAPSHOT_SERVER={quick_simulator.url}", command
        )
        # Where nobody listens: watch goes on, and there is nothing to upload yet.
        command = re.sub(r"--s3-endpoint \S+", "--s3-endpoint http://127.0.0.1:9", command)
        command = command.replace("env -i ", f"env -i RING_SNAPSHOT_SERVER={quick_simulator.url} ")
        command = re.sub(r"(ring-snapshot(?: --settings \S+)? watch)\b", r"\1 --count 1", command)
        command = command.removesuffix('; echo "exit code $?"')
        settings = re.search(r"(?:--settings |RING_SNAPSHOT_SETTINGS=)(\S+)", command)
        environment = {
            "PATH": f"{bin_folder}:/usr/bin:/bin", "RING_SNAPSHOT_SETTINGS": None,
            "TZ": zone_where_it_is_noon(), "AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "hush",
            "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
        }
        if settings and " login" not in command:
            file = settings[1].replace("~", str(program.home))
            (tmp_path / "made").mkdir(exist_ok=True)
            subprocess.run(["mkdir", "-p", file.rsplit("/", 1)[0]], check=True)
            shutil.copy2(program.settings_file, file)
        if " service " in command:
            environment["PATH"] = f"{services.bin}:{environment['PATH']}"
            if " install" not in command:
                named = " ".join(re.findall(r"--(?:service|settings) \S+", command)).replace("~", str(program.home))
                installed = program.run(
                    "service", "install", *named.split(), simulator=quick_simulator, env=environment)
                assert installed.code == 0, installed
        if " login" in command:
            shutil.rmtree(program.home / ".config")
            environment.update(RING_USERNAME=USERNAME, RING_PASSWORD=PASSWORD, RING_2FA_CODE=CODE)
            if "--show-token" in command:
                environment["RING_SNAPSHOT_SETTINGS"] = str(program.settings_file)
        if re.search(r"ring-snapshot serve\b", command):
            return run_page_command(program, command, environment)
        return program.run(
            "-c", command, program="/bin/sh", simulator=quick_simulator, env=environment,
            input=TOKEN if "--refresh-token -" in command else None,
        )

    yield run
    services.end_all()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_a_document_works(sandbox, command):
    result = sandbox(command)
    if any(monitor in command for monitor in MONITORS):
        # 2 is what the document has a monitor end with.
        assert result.code in (0, 7) or (result.code == 2 and "|| exit 2" in command), result
        return
    assert result.code in OTHER_CODES.get(command, (0,)), result


def test_the_documents_show_commands():
    assert len(COMMANDS) > 40
    assert {document.name for document in DOCUMENTS if commands_in(document)} >= {
        "README.md", "unattended.md", "recipes.md", "environment.md",
    }


def recipe_script():
    recipes = (ROOT / "docs" / "recipes.md").read_text()
    [script] = [block for _, block in code_blocks(recipes) if block.startswith("#!/bin/sh")]
    return script


def test_the_script_of_the_recipe_mails_what_failed_and_no_name_reaches_the_header(
    program, tmp_path
):
    stub(tmp_path, "curl", f"cat > {tmp_path}/mail")
    script = tmp_path / "ring-mail"
    script.write_text(recipe_script())
    script.chmod(0o755)
    facts = {
        "RING_SNAPSHOT_EVENT": "failing", "RING_SNAPSHOT_NAME": "Door\nBcc: you@example.com",
        "RING_SNAPSHOT_MESSAGE": "it is offline", "RING_SNAPSHOT_HINT": "look at it",
    }
    result = program.run(program=script, env={"PATH": f"{tmp_path}:/usr/bin:/bin", **facts})
    assert result.code == 0, result
    header, body = (tmp_path / "mail").read_text().split("\n\n", 1)
    assert header.splitlines()[-1] == "Subject: ring-snapshot: failing"
    assert "Bcc" not in header
    assert "it is offline\nlook at it" in body
