# SPDX-License-Identifier: Apache-2.0
"""scripts/check-structure accepts this tree, and sees each violation that is planted in a small one."""

import pathlib
import runpy
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SOUND = {
    "src/main.cpp": '#include "cli/run.hpp"\n\nint main() {\n    return 0;\n}\n',
    "src/cli/run.hpp": '#include "ring/api/service.hpp"\n',
    "src/cli/run.cpp": '#include "cli/run.hpp"\n',
    "src/ring/api/service.hpp": "",
    "src/base/files/files.hpp": "",
    "src/base/files/files.cpp": '#include "base/files/files.hpp"\n',
    "src/base/files/posix/files.cpp": '#include "base/files/files.hpp"\n',
    "src/base/files/windows/files.cpp": '#include "base/files/files.hpp"\n',
    "simulator/world.hpp": "",
    "simulator/world.cpp": '#include "base/text/sha256.hpp"\n#include "world.hpp"\n',
    "tests/unit/base/files/files_test.cpp": '#include "base/files/files.hpp"\n',
}


@pytest.fixture
def violations(tmp_path):
    """A function: the lines that the check prints for the sound tree with more files."""

    def check(files):
        for name, content in {**SOUND, **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(content)
        result = subprocess.run([ROOT / "scripts" / "check-structure", tmp_path], capture_output=True,
                                text=True, check=False)
        assert result.stderr == ""
        assert result.returncode == (1 if result.stdout else 0)
        return result.stdout.splitlines()

    return check


def function(lines, head="void f() {"):
    return head + "\n" + "    g();\n" * (lines - 2) + "}\n"


def test_this_tree_has_the_structure_that_its_documents_state():
    result = subprocess.run([ROOT / "scripts" / "check-structure"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_a_sound_tree_has_no_violations(violations):
    assert violations({}) == []


def test_a_folder_holds_fourteen_units_a_header_and_its_source_counted_once(violations):
    files = {f"src/ring/api/part{i}.{kind}": "" for i in range(13) for kind in ("hpp", "cpp")}
    assert violations(files) == []
    assert violations({**files, "src/ring/api/more.hpp": ""}) == ["src/ring/api: 15 units, 14 at most"]


def test_the_folders_of_the_systems_are_counted_on_their_own(violations):
    files = {f"src/base/files/part{i}.hpp": "" for i in range(13)}
    files |= {f"src/base/files/posix/part{i}.cpp": "" for i in range(13)}
    assert violations(files) == []


@pytest.mark.parametrize("name", [
    "src/ring/api/long.hpp", "simulator/long.cpp", "tests/unit/base/long_test.cpp", "tests/program/test_long.py",
])
def test_a_file_has_four_hundred_lines_at_most(violations, name):
    assert violations({name: "\n" * 400}) == []
    assert violations({name: "\n" * 401}) == [f"{name}: 401 lines, 400 at most"]


@pytest.mark.parametrize("head", [
    "void f() {",
    "static std::vector<int> f(const std::string& text = {}, int n = 0) {",
    "bool operator==(const A& a, const A& b) {",
    "bool A::operator()(int a) const {",
    "A::A(int a, int b) : m_a{a}, m_b(b) {",
    "A::A(int a) : m_a(a), m_check([](int b) { return b == 1; }) {",
    "template <typename T>\nrequires std::is_same_v<T, int>\nT f(T a) {",
    "template <class T> struct A<T>::B f(T a) noexcept {",
    "TEST(Part, does_it) {",
    "auto A::f() -> std::map<int, int> {",
])
def test_a_function_has_sixty_lines_at_most(violations, head):
    name = "src/ring/api/service.hpp"
    head_lines = head.count("\n")
    assert violations({name: function(60 - head_lines, head)}) == []
    [violation] = violations({name: "// A comment.\n\n" + function(61 - head_lines, head)})
    assert violation == f"{name}:3: a function of 61 lines, 60 at most"


def test_functions_are_found_in_classes_and_namespaces(violations):
    name = "src/ring/api/service.hpp"
    text = "namespace a {\n\nclass B final : public C {\npublic:\n    int m_a = 0;\n" + function(61) + "};\n\n}\n"
    assert violations({name: text}) == [f"{name}:6: a function of 61 lines, 60 at most"]


def test_braces_in_literals_and_comments_and_long_tables_do_not_mislead(violations):
    table = "constexpr std::array<int, 70> k_table = {{\n" + "    1,\n" * 70 + "}};\n"
    text = (table + "// }\n/* } */\nvoid f() {\n    const auto a = \"}\\\"}\";\n    const char b = '}';\n"
            "    const wchar_t w = L'}';\n    const int c = 1'000;\n    const auto d = R\"x(})\" })x\";\n#if A(}\n#endif\n"
            + "    g();\n" * 53 + "}\n")
    name = "src/ring/api/service.hpp"
    assert violations({name: text}) == [f"{name}:75: a function of 62 lines, 60 at most"]


@pytest.mark.parametrize("name, included, library", [
    ("src/ring/api/a.hpp", "snapshot/a.hpp", "ring"),
    ("src/base/a.hpp", "http/a.hpp", "base"),
    ("src/settings/a.hpp", "http/a.hpp", "settings"),
    ("src/snapshot/a.hpp", "archive/a.hpp", "snapshot"),
    ("src/archive/a.hpp", "snapshot/watch/watch.hpp", "archive"),
    ("src/archive/a.hpp", "cli/run.hpp", "archive"),
])
def test_includes_go_one_way_between_the_libraries(violations, name, included, library):
    assert violations({name: f'#include "{included}"\n'}) == [f"{name}: {library} must not include {included}"]


def test_the_simulator_shares_no_messages_with_the_client(violations):
    assert violations({"simulator/a.hpp": '#include "ring/api/service.hpp"\n'}) == [
        "simulator/a.hpp: the simulator must not include ring/api/service.hpp"]


def test_a_library_that_the_check_does_not_know_is_a_violation(violations):
    [violation] = violations({"src/util/a.hpp": ""})
    assert violation.startswith("src/util/a.hpp: the library util is unknown")


def test_a_circle_of_includes_is_shown(violations):
    found = violations({
        "src/ring/a.hpp": '#include "ring/b.hpp"\n', "src/ring/b.hpp": '#include "ring/c.hpp"\n',
        "src/ring/c.hpp": '#include "ring/a.hpp"\n',
    })
    assert found == ["a circle of includes: src/ring/a.hpp -> src/ring/b.hpp -> src/ring/c.hpp -> src/ring/a.hpp"]


@pytest.mark.parametrize("name", ["src/ring/a.cpp", "src/base/files/posix/a.cpp", "src/base/a_windows.cpp"])
def test_a_source_has_its_header_beside_it(violations, name):
    assert violations({name: ""}) == [f"{name}: there is no a.hpp beside it"]


def test_a_command_is_declared_with_the_others(violations):
    assert violations({"src/cli/get/command_a.cpp": ""}) == []
    assert violations({"src/cli/get/other_a.cpp": ""}) == ["src/cli/get/other_a.cpp: there is no other_a.hpp beside it"]


def test_exceptions_are_for_files_that_exist_and_need_them():
    exceptions = runpy.run_path(str(ROOT / "scripts" / "check-structure"))["PAIRED_ELSEWHERE"]
    assert [name for name in exceptions if not (ROOT / name).exists()] == []


def test_a_source_of_one_system_has_its_header_beside_it_or_one_level_up(violations):
    assert violations({"src/base/files/posix/a.cpp": "", "src/base/files/a.hpp": "",
                       "src/base/files/posix/b.cpp": "", "src/base/files/posix/b.hpp": "",
                       "src/http/socket.hpp": "", "src/http/socket_windows.cpp": ""}) == []


def test_the_unit_tests_mirror_the_folders_of_the_sources(violations):
    assert violations({"tests/unit/simulator/a_test.cpp": "", "tests/unit/ring/api/a_test.cpp": ""}) == []
    assert violations({"tests/unit/ring/gone/a_test.cpp": ""}) == [
        "tests/unit/ring/gone: there is no src/ring/gone that it could test"]


@pytest.mark.parametrize("code", ["dynamic_cast<B*>(a)", "std::dynamic_pointer_cast<B>(a)", "typeid(a)"])
def test_nothing_asks_for_the_type_of_an_object(violations, code):
    found = violations({"src/base/a.hpp": "", "src/base/a.cpp": f"auto b = {code}; // not dynamic_cast\n"})
    assert len(found) == 1 and "no RTTI" in found[0]


def test_a_folder_without_sources_is_an_error(tmp_path):
    result = subprocess.run([ROOT / "scripts" / "check-structure", tmp_path], capture_output=True, text=True,
                            check=False)
    assert result.returncode == 2
    assert "there are no sources" in result.stderr
