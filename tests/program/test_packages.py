# SPDX-License-Identifier: Apache-2.0
"""What makes and checks packages hangs together. The packages themselves: scripts/verify-deb."""

import json
import os
import platform
import re
import shlex
import shutil
import subprocess

import pytest
import yaml
from conftest import BUILD, SIMULATOR
from documents import ROOT

WORKFLOWS = ROOT / ".github" / "workflows"
SYSTEMD = ROOT / "packaging" / "systemd"
DEBIAN = ROOT / "packaging" / "debian"
MAINTAINER_SCRIPTS = [DEBIAN / name for name in ("postinst", "prerm", "postrm")]
UNITS = {path.name for pattern in ("*.service", "*.timer") for path in SYSTEMD.glob(pattern)}
# What is read of a program before it is packed: ELF, 64 bits, little endian, for ARM.
ARM64_PROGRAM = bytes.fromhex("7f454c46020101" + 9 * "00" + "0200b700") + bytes(3_000_000)


def first_line(path):
    with open(path, encoding="utf-8", errors="replace") as file:
        return file.readline()


SHELL_SCRIPTS = [
    *(path for path in sorted((ROOT / "scripts").rglob("*")) if path.is_file() and first_line(path).endswith("bash\n")),
    ROOT / ".ci" / "run",
    *MAINTAINER_SCRIPTS,
]


def name_of(path):
    return path.name


@pytest.mark.parametrize("script", SHELL_SCRIPTS, ids=name_of)
def test_a_script_can_be_run_and_the_shell_understands_it(script):
    assert os.access(script, os.X_OK)
    shell = "bash" if "bash" in first_line(script) else "sh"
    result = subprocess.run([shell, "-n", script], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="there is no shellcheck")
def test_shellcheck_has_nothing_to_say_about_the_scripts_of_packages():
    words = ("package", "deb", "fetch", "lint")
    scripts = [path for path in SHELL_SCRIPTS if any(word in path.name for word in words)]
    result = subprocess.run(["shellcheck", *scripts, *MAINTAINER_SCRIPTS], capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


@pytest.fixture
def package_with(tmp_path):
    """A function that runs scripts/package for Linux with `programs` (a text by name) on PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()

    def package(programs):
        for name, text in {"nasm": "", **programs}.items():
            (folder / name).write_text(f"#!/bin/sh\n{text}\n")
            (folder / name).chmod(0o755)
        environment = {
            **os.environ, "PATH": f"{folder}:{os.environ['PATH']}",
            "RING_SNAPSHOT_PACKAGE_FOLDER": str(tmp_path / "work"),
            "RING_SNAPSHOT_DIST": str(tmp_path / "dist"),
        }
        environment.pop("ZIG", None)
        result = subprocess.run(
            [ROOT / "scripts" / "package", "linux-x64"], capture_output=True, text=True, env=environment,
        )
        assert result.returncode == 1
        return result.stderr

    return package


def test_a_released_compiler_on_the_path_is_taken(package_with):
    told = package_with({"zig": "[ \"$1\" = version ] && echo 0.14.1", "npm": "exit 1"})
    assert "compiler: zig 0.14.1\n" in told
    # It is no compiler, so that this is where it ends.
    assert "libraries-configure.log" in told


@pytest.mark.skipif(platform.system() != "Linux" or platform.machine() != "x86_64",
                    reason="it is fetched for Linux on x86-64 only")
@pytest.mark.parametrize("version", ["0.13.0", "0.15.0-dev.7", None])
@pytest.mark.parametrize("curl, trouble", [
    ("echo 'curl: (6) no such host' >&2; exit 6", "no such host"),
    ("while [ \"$1\" != --output ]; do shift; done; echo other >\"$2\"",
     "what came is not the pinned wheel: "),
])
def test_else_a_pinned_compiler_is_fetched_and_nothing_else_in_its_place(
    package_with, version, curl, trouble
):
    npm = "echo other >other.tgz; echo other.tgz"
    zig = f"echo {version}" if version else "exit 127"
    told = package_with({"zig": zig, "curl": curl, "npm": npm})
    assert told.index("fetching ziglang-") < told.index(trouble) < told.index("fetching @")
    assert "what came is not the pinned @" in told


@pytest.fixture(scope="module")
def package_of(tmp_path_factory):
    """A function that packs a program for ARM with scripts/package-deb, as the words "$@" ask for."""
    if any(shutil.which(tool) is None for tool in ("dpkg-deb", "dpkg-shlibdeps", "cpack")):
        pytest.skip("there are no tools for Debian's packages")
    folder = tmp_path_factory.mktemp("packed")
    (folder / "ring-snapshot").write_bytes(ARM64_PROGRAM)
    (folder / "THIRD-PARTY-NOTICES.txt").write_text("The notices.\n")

    def pack(*words):
        result = subprocess.run(
            [ROOT / "scripts" / "package-deb", *words, folder / "ring-snapshot"], text=True,
            capture_output=True,
            env={**os.environ, "RING_SNAPSHOT_DIST": str(folder), "SOURCE_DATE_EPOCH": "1700000000"},
        )
        return result, folder

    return pack


@pytest.fixture(scope="module")
def deb(package_of):
    result, _ = package_of("arm64")
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def dpkg_deb(*arguments):
    return subprocess.run(["dpkg-deb", *arguments], check=True, capture_output=True, text=True).stdout


def test_a_program_of_another_architecture_is_not_packed(package_of):
    result, folder = package_of("amd64")
    assert result.returncode == 1
    assert "is not a program for Linux on amd64" in result.stderr
    assert not list(folder.glob("*amd64.deb"))


def test_the_package_holds_what_belongs_to_the_program_where_debian_looks_for_it(deb):
    assert deb.endswith("_arm64.deb")
    listing = [line.split(maxsplit=5) for line in dpkg_deb("--contents", deb).splitlines()]
    modes = {words[5]: words[0] for words in listing}
    assert {words[1] for words in listing} == {"root/root"}
    assert modes["./usr/bin/ring-snapshot"] == "-rwxr-xr-x"
    assert "./usr/bin/RingSnapshotDownload -> ring-snapshot" in modes
    assert "./usr/share/man/man1/RingSnapshotDownload.1.gz -> ring-snapshot.1.gz" in modes
    for name in (
        "etc/default/ring-snapshot", "usr/share/man/man1/ring-snapshot.1.gz",
        "usr/share/bash-completion/completions/ring-snapshot",
        "usr/share/zsh/vendor-completions/_ring-snapshot",
        "usr/share/fish/vendor_completions.d/ring-snapshot.fish",
        "usr/lib/sysusers.d/ring-snapshot.conf", "usr/lib/tmpfiles.d/ring-snapshot.conf",
        "usr/share/doc/ring-snapshot/copyright", "usr/share/doc/ring-snapshot/changelog.gz",
        "usr/share/doc/ring-snapshot/THIRD-PARTY-NOTICES.txt.gz",
        *(f"usr/lib/systemd/system/{unit}" for unit in UNITS),
        *(f"usr/lib/systemd/user/{path.name}" for path in (SYSTEMD / "user").iterdir()),
    ):
        assert modes[f"./{name}"] == "-rw-r--r--"


def test_the_package_says_how_much_it_takes_and_counts_the_program_once(deb, tmp_path):
    subprocess.run(["dpkg-deb", "--extract", deb, tmp_path], check=True)
    sizes = [path.lstat().st_size for path in tmp_path.rglob("*") if path.is_symlink() or path.is_file()]
    folders = sum(path.is_dir() and not path.is_symlink() for path in [tmp_path, *tmp_path.rglob("*")])
    told = int(dpkg_deb("--field", deb, "Installed-Size"))
    # As dpkg-gencontrol does: each file and link by itself, rounded up to KiB, and 1 KiB for a folder.
    assert told == sum(-(-size // 1024) for size in sizes) + folders
    assert len(ARM64_PROGRAM) < told * 1024 < 2 * len(ARM64_PROGRAM)


def test_the_package_is_the_same_each_time(package_of, deb):
    with open(deb, "rb") as file:
        first = file.read()
    again, _ = package_of("arm64")
    assert again.returncode == 0, again.stderr
    with open(again.stdout.strip(), "rb") as file:
        assert file.read() == first


def test_the_package_leaves_changes_of_its_options_alone(deb):
    conffiles = dpkg_deb("--info", deb, "conffiles").split()
    assert conffiles == ["/etc/default/ring-snapshot"]
    for unit in SYSTEMD.glob("*.service"):
        assert f"EnvironmentFile=-{conffiles[0]}\n" in unit.read_text()


def test_the_scripts_of_the_package_know_each_unit():
    for script in MAINTAINER_SCRIPTS:
        named = set(re.findall(r"ring-snapshot[\w-]*\.(?:service|timer)", script.read_text()))
        assert named == UNITS, script


def test_an_installation_enables_nothing():
    text = (DEBIAN / "postinst").read_text()
    assert "systemctl enable" not in text
    # Only what was enabled before, and was removed, is enabled again.
    assert [line.split()[:2] for line in text.splitlines() if "helper enable" in line] == [
        ["deb-systemd-helper", "enable"]
    ]
    assert text.index("was-enabled") < text.index("helper enable")


def test_a_purge_takes_the_login_away_and_leaves_the_pictures(tmp_path):
    state = tmp_path / "state"
    (state / "pictures").mkdir(parents=True)
    documented = set(re.findall(r"Settings\.json[.\w-]*\b", (ROOT / "docs" / "settings.md").read_text()))
    assert "Settings.json.pictures.db" in documented
    for name in {*documented, "Settings.json.pending-login", ".Settings.json.12-0123456789ab.tmp"}:
        (state / name).touch()
    (state / "pictures" / "door.jpg").touch()
    script = (DEBIAN / "postrm").read_text()
    [folder] = re.findall(r"^state=(.*)$", script, re.MULTILINE)
    for unit in SYSTEMD.glob("*.service"):
        assert f"RING_SNAPSHOT_SETTINGS={folder}/Settings.json\n" in unit.read_text()
    script = script.replace(f"state={folder}", f"state={state}")
    # Not the helper of the machine that runs the tests.
    script = script.replace("deb-systemd-helper", "no-such-helper")
    result = subprocess.run(["sh", "-c", script, "postrm", "purge"], capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert [str(path.relative_to(state)) for path in sorted(state.rglob("*"))] == [
        "pictures", "pictures/door.jpg",
    ]
    assert "not deleted" in result.stdout


def workflows():
    return {path: yaml.safe_load(path.read_text()) for path in sorted(WORKFLOWS.glob("*.yml"))}


def steps_of(workflow):
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def commands_of(workflow):
    return [step["run"] for step in steps_of(workflow) if "run" in step]


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=name_of)
def test_a_workflow_only_calls_scripts_that_are_there(path):
    commands = [shlex.split(command) for command in commands_of(workflows()[path])]
    for words in commands:
        script = ROOT / words[0 if words[0] != "sudo" else 1]
        assert script.parent == ROOT / "scripts" and os.access(script, os.X_OK), words
    assert commands


@pytest.mark.parametrize("path", sorted(WORKFLOWS.glob("*.yml")), ids=name_of)
def test_a_workflow_may_do_no_more_than_it_needs_and_ends(path):
    workflow = workflows()[path]
    assert workflow["permissions"] == {"contents": "read"}
    assert "concurrency" in workflow
    for name, job in workflow["jobs"].items():
        assert job["timeout-minutes"] <= 120
        needs = job.get("needs", [])
        assert set([needs] if isinstance(needs, str) else needs) <= set(workflow["jobs"])
        assert ("permissions" in job) == (name == "release")
    for step in steps_of(workflow):
        assert re.fullmatch(r"(actions|msys2)/[\w-]+@v\d+", step.get("uses", "actions/checkout@v4"))


def test_the_release_runs_each_target_that_a_runner_can_run():
    release = workflows()[WORKFLOWS / "release.yml"]
    run = {entry["target"] for entry in release["jobs"]["run"]["strategy"]["matrix"]["include"]}
    script = (ROOT / "scripts" / "package").read_text()
    targets = set(re.search(r"^readonly k_targets=\((.*?)\)", script, re.MULTILINE | re.DOTALL)[1].split())
    # There are no runners with a 32-bit ARM system.
    assert targets - run == {"linux-arm", "win-arm"} and run < targets


def test_a_tag_other_than_the_version_is_refused():
    def check(ref):
        return subprocess.run([ROOT / "scripts" / "check-tag", ref], capture_output=True, text=True)

    assert check("refs/heads/main").returncode == 0
    refused = check("refs/tags/v99.0")
    assert refused.returncode == 1
    assert "CMakeLists.txt says so" in refused.stderr


def test_the_checksums_are_those_of_zips_and_packages(tmp_path):
    for name in ("a.zip", "b.deb", "c.txt"):
        (tmp_path / name).write_text(name)
    script = ROOT / "scripts" / "update-checksums"
    subprocess.run([script, tmp_path], check=True, capture_output=True)
    lines = (tmp_path / "SHA256SUMS").read_text().splitlines()
    assert [line.split()[1] for line in lines] == ["a.zip", "b.deb"]
    subprocess.run(["sha256sum", "--check", "SHA256SUMS"], check=True, cwd=tmp_path, capture_output=True)
    (tmp_path / "empty").mkdir()
    assert subprocess.run([script, tmp_path / "empty"], capture_output=True).returncode == 1


def dockerfile():
    """(instruction, rest) of each instruction of the Dockerfile."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE)
    text = text.replace("\\\n", " ")
    return [tuple(line.split(None, 1)) for line in text.splitlines() if line.strip()]


def test_the_image_starts_the_program_as_its_documents_say(program):
    instructions = dockerfile()
    last_stage = instructions[max(i for i, (word, _) in enumerate(instructions) if word == "FROM"):]
    stage = dict(last_stage)
    assert stage["FROM"] == "scratch"
    assert stage["VOLUME"] == stage["WORKDIR"] == "/data"
    assert stage["USER"] == "1000:1000"
    assert "RUN" not in stage
    assert stage["EXPOSE"] == "8642"
    # Understood by the program, which has no picture yet.
    health = json.loads(stage["HEALTHCHECK"].split("CMD", 1)[1])
    assert program.run(*health[1:]).code == 7
    documented = (ROOT / "docs" / "unattended.md").read_text()
    [settings] = set(re.findall(r"-e (RING_SNAPSHOT_SETTINGS=\S+)", documented))
    assert settings in stage["ENV"].split()
    [entry] = json.loads(stage["ENTRYPOINT"])
    copies = [rest.split() for word, rest in last_stage if word == "COPY"]
    assert entry in {words[-1] for words in copies}
    assert all("--from=build" in words for words in copies)
    # Understood, and refused for want of a login alone.
    assert program.run(*json.loads(stage["CMD"])).code == 3


def test_the_image_with_ffmpeg_starts_in_the_same_way():
    instructions = dockerfile()
    begins = [i for i, (word, _) in enumerate(instructions) if word == "FROM"]
    *_, other, last = (instructions[i:j] for i, j in zip(begins, [*begins[1:], len(instructions)]))
    assert other[0] == ("FROM", "debian:bookworm-slim AS with-ffmpeg")
    assert "ffmpeg" in dict(other)["RUN"]
    kinds = ("ENV", "USER", "WORKDIR", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD")
    assert [dict(other)[kind] for kind in kinds] == [dict(last)[kind] for kind in kinds]


def test_the_image_is_built_from_what_is_there():
    built = " ".join(rest for word, rest in dockerfile() if word == "RUN")
    for script in re.findall(r"scripts/[\w-]+", built):
        assert os.access(ROOT / script, os.X_OK)
    package = (ROOT / "scripts" / "package").read_text()
    for name in ("LICENSE.txt", "THIRD-PARTY-NOTICES.txt"):
        assert f"/image/{name}" in (ROOT / "Dockerfile").read_text() and name in package


def test_the_smoke_test_is_content_with_the_program():
    result = subprocess.run(
        [ROOT / "scripts" / "smoke-test", BUILD / "ring-snapshot"], capture_output=True, text=True,
        env={**os.environ, "RING_SNAPSHOT_SIMULATOR": str(SIMULATOR)},
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert "login, list, get: 6 pictures" in result.stdout


def test_the_smoke_test_is_not_content_with_another_program(tmp_path):
    other = tmp_path / "ring-snapshot"
    other.write_text("#!/bin/sh\necho 0.0.1\n")
    other.chmod(0o755)
    result = subprocess.run([ROOT / "scripts" / "smoke-test", other], capture_output=True, text=True)
    assert result.returncode == 1
    assert "it does not say" in result.stderr
