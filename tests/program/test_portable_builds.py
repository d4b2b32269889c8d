# SPDX-License-Identifier: Apache-2.0
"""How the portable programs are built: the compiler, the folders and the libraries."""

import os
import re
import subprocess

import pytest
from documents import ROOT

JSON_ANSWER = '{\n "zig_exe": "%s/zig",\n "lib_dir": "%s",\n "std_dir": "%s/std"\n}\n'
ZIG_ANSWER = '.{\n    .zig_exe = "%s/zig",\n    .lib_dir = "%s",\n    .std_dir = "%s/std",\n}\n'
# Like the real one: what lies below its working folder is printed relative to that.
COMPILER = r"""#!/bin/sh
[ "$1" = env ] || exit 1
here=$(cd "$(dirname "$0")" && pwd)
told=$here/lib
case $told in "${PWD%/}"/*) told=${told#"${PWD%/}"/} ;; esac
printf '%s' "$here" "$told" "$told"
"""


def library_folder(compiler, working_folder, *definitions):
    """What cmake/zig/library-folder.cmake finds out of `compiler`, or the end of its complaint."""
    script = compiler.parent / "ask.cmake"
    script.write_text(
        f'include("{ROOT}/cmake/zig/library-folder.cmake")\nmessage(STATUS "in <${{ZIG_LIBRARY_FOLDER}}>")\n'
    )
    result = subprocess.run(
        ["cmake", *definitions, "-P", script], cwd=working_folder, capture_output=True, text=True,
        env={**os.environ, "ZIG": str(compiler)},
    )
    if result.returncode != 0:
        return " ".join(result.stderr.split())
    return re.search("in <(.*)>", result.stdout)[1]


@pytest.fixture
def compiler(tmp_path):
    """A function that puts a compiler which answers in the form `answer` below a folder of its own."""
    folder = (tmp_path / "clone" / "build" / "zig").resolve()
    (folder / "lib").mkdir(parents=True)

    def make(answer=JSON_ANSWER, text=COMPILER):
        program = folder / "zig"
        program.write_text(text.replace("printf '%s'", f"printf '{answer}'"))
        program.chmod(0o755)
        return program

    return make


@pytest.mark.parametrize("answer", [JSON_ANSWER, ZIG_ANSWER], ids=["json", "zon"])
@pytest.mark.parametrize("folder", [".", "clone", "clone/build/zig", "elsewhere"])
def test_the_libraries_of_the_compiler_are_found_from_wherever_it_is_asked(compiler, tmp_path, answer, folder):
    program = compiler(answer)
    (tmp_path / folder).mkdir(exist_ok=True)
    assert library_folder(program, tmp_path / folder) == str(program.parent / "lib")


def test_what_an_earlier_run_took_for_the_folder_of_the_libraries_does_not_matter(compiler, tmp_path):
    program = compiler()
    found = library_folder(program, tmp_path, "-DZIG_LIBRARY_FOLDER:PATH=build/zig/lib")
    assert found == str(program.parent / "lib")


def test_a_compiler_without_its_libraries_is_named(compiler, tmp_path):
    program = compiler()
    (program.parent / "lib").rmdir()
    complaint = library_folder(program, tmp_path)
    assert f"`{program} env` says that its libraries are in {program.parent}/lib" in complaint
    assert "there is no such folder" in complaint
    program = compiler(text="#!/bin/sh\necho nothing\n")
    assert f"`{program} env` does not say where its libraries are" in library_folder(program, tmp_path)


def test_folders_may_be_named_relative_to_where_scripts_package_is_called(tmp_path):
    """CMake and the compiler are started in other folders."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in {
        "nasm": "", "zig": "echo 0.14.1",
        "cmake": 'printf "%s\\n" "$@" "zig=$ZIG" "cache=$ZIG_GLOBAL_CACHE_DIR" "local=$ZIG_LOCAL_CACHE_DIR"; exit 1',
    }.items():
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)
    result = subprocess.run(
        [ROOT / "scripts" / "package", "linux-x64"], cwd=tmp_path, capture_output=True, text=True,
        env={
            **os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "ZIG": "tools/zig",
            "ZIG_GLOBAL_CACHE_DIR": "cache", "RING_SNAPSHOT_PACKAGE_FOLDER": "parts",
            "RING_SNAPSHOT_DIST": "made", "FETCHCONTENT_SOURCE_DIR_CURL": "sources/curl",
        },
    )
    assert result.returncode == 1
    assert f"all of it is in {tmp_path}/parts/linux-x64/libraries-configure.log" in result.stderr
    told = (tmp_path / "parts" / "linux-x64" / "libraries-configure.log").read_text().splitlines()
    for line in (
        f"{tmp_path}/parts/linux-x64/libraries-build", f"zig={tmp_path}/tools/zig",
        f"cache={tmp_path}/cache", f"local={tmp_path}/cache",
        f"-DCMAKE_INSTALL_PREFIX={tmp_path}/parts/linux-x64/libraries",
        f"-DFETCHCONTENT_SOURCE_DIR_CURL={tmp_path}/sources/curl",
    ):
        assert line in told


@pytest.mark.parametrize("compiler_name", ["no-such-compiler", "tools/broken"])
def test_a_compiler_that_does_not_work_is_named(tmp_path, compiler_name):
    tools = tmp_path / "tools"
    tools.mkdir()
    for name, text in {"nasm": "", "broken": "exit 1"}.items():
        (tools / name).write_text(f"#!/bin/sh\n{text}\n")
        (tools / name).chmod(0o755)
    result = subprocess.run(
        [ROOT / "scripts" / "package", "linux-x64"], cwd=tmp_path, capture_output=True, text=True,
        env={
            **os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "ZIG": compiler_name,
            "RING_SNAPSHOT_PACKAGE_FOLDER": "parts", "RING_SNAPSHOT_DIST": "made",
        },
    )
    assert result.returncode == 1
    assert f"{compiler_name} does not work as a zig compiler" in result.stderr


def declared_libraries():
    """(name, version, address, hash) of what cmake/libraries/versions.cmake pins."""
    text = (ROOT / "cmake" / "libraries" / "versions.cmake").read_text()
    return re.findall(r'^declare_library\((\w+) "[^"]+" (\S+)\s+(\S+)\s+(\S+)\s', text, re.MULTILINE)


def test_each_library_is_pinned_by_a_version_an_address_of_that_version_and_a_hash():
    libraries = declared_libraries()
    built = re.findall(r"^ *build_library\((\w+)", (ROOT / "cmake/libraries/CMakeLists.txt").read_text(), re.MULTILINE)
    assert {name for name, *_ in libraries} == set(built)
    for name, version, address, sha256 in libraries:
        # SQLite writes 3.53.4 as 3530400 there.
        major, *minor = version.split(".")
        one_number = major + "".join(f"{int(part):02}" for part in minor) + "00"
        assert address.startswith("https://") and (version in address or one_number in address), name
        assert re.fullmatch("[0-9a-f]{64}", sha256), name
    assert len({sha256 for *_, sha256 in libraries}) == len(libraries)


def test_the_usage_names_the_variable_for_the_sources_of_each_library():
    usage = subprocess.run([ROOT / "scripts" / "package", "--help"], check=True, capture_output=True, text=True)
    for name, *_ in declared_libraries():
        assert re.search(rf"_{name.upper()}\b", usage.stdout), name
