# SPDX-License-Identifier: Apache-2.0
"""What comments and documents cite is there: files, sections, headings; and the check notices."""

import pathlib

import pytest
from citations import ROOT, Repository, anchors, mistakes_in, tracked_files

GUIDE = """# Guide

## 1. First

### 1.1 Some part

```
## 7. Not a heading
```

## 2. Second & last

## 2. Second & last
"""


def test_no_comment_and_no_document_cites_what_is_not_there():
    files = tracked_files()
    repository = Repository(ROOT, files)
    mistakes = []
    for path in files:
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        mistakes += mistakes_in(repository, path, text)
    assert mistakes == []


@pytest.fixture
def mistakes(tmp_path):
    """A function: the mistakes in one more file of a small repository."""

    def find(name, text):
        files = {
            "README.md": "# Readme\n", "docs/guide.md": GUIDE, "src/ring/lists.cpp": "",
            "src/ring/lists_posix.cpp": "", "scripts/build": "", name: text,
        }
        for file, content in files.items():
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_text(content)
        repository = Repository(tmp_path, [tmp_path / file for file in files])
        return list(mistakes_in(repository, tmp_path / name, text))

    return find


@pytest.mark.parametrize("text", [
    "docs/guide.md 1.1", "guide.md, section 2", "(docs/guide.md 1 to 2)", "docs/guide.md",
    "docs/guide.md 1.1 step 9", "docs/guide.md\n/// 1.1", "docs/guide.md 1.1, 2 and 1",
    "lists.cpp", "ring/lists.cpp", "src/ring/lists.cpp", "src/ring/", "scripts/build",
    "src/*/lists.cpp", "files that end in _posix.cpp", "https://example.com/docs/none.md",
    "/etc/none.md", "3.9 and 4.2",
])
def test_a_citation_of_what_is_there_is_right(mistakes, text):
    assert mistakes("src/a.hpp", f"/// {text}\nint a;\n") == []


@pytest.mark.parametrize("text, missing", [
    ("docs/guide.md 1.2", "section 1.2"),
    ("docs/guide.md 7", "section 7"),
    ("guide.md, section 3", "section 3"),
    ("guide.md, 3", "section 3"),
    ("docs/guide.md 1.1 to 1.4", "section 1.4"),
    ("docs/guide.md 1.1, 2 and 5", "section 5"),
    ("docs/guide.md 9.1 step 1", "section 9.1"),
    ("docs/guide.md\n/// 1.2", "section 1.2"),
    ("docs/none.md 1.1", "none.md"),
    ("docs/none.md", "docs/none.md"),
    ("none.md", "none.md"),
    ("docs/lists.cpp", "docs/lists.cpp"),
    ("ring/none.hpp", "ring/none.hpp"),
    ("scripts/none", "scripts/none"),
    ("src/none/", "src/none"),
    ("files that end in _windows.cpp", "*_windows.cpp"),
    ("none_*.cpp", "none_*.cpp"),
])
def test_a_citation_of_what_is_not_there_is_found(mistakes, text, missing):
    found = mistakes("src/a.hpp", f"int a;\n/// See {text}.\n")
    assert found and all(mistake.startswith("src/a.hpp:2: ") for mistake in found)
    assert any(missing.removeprefix("*") in mistake for mistake in found)


@pytest.mark.parametrize("name, text", [
    ("src/a.cpp", "/* see\n   none.cpp */"),
    ("src/a.cpp", "int a; // see none.cpp"),
    ("src/a.cpp", 'call("//", 1); // see none.cpp'),
    ("tests/a.py", '"""See none.cpp."""\n'),
    ("tests/a.py", 'def f():\n    """See none.cpp."""\n'),
    ("tests/a.py", "a = 1  # see none.cpp\n"),
    ("scripts/a", "#!/bin/sh\n# see none.cpp\n"),
    ("scripts/a", "#!/usr/bin/env python3\na = 1  # see none.cpp\n"),
    ("cmake/a.cmake", "set(a b)  # see none.cpp\n"),
    ("docs/a.md", "As `none.cpp` says.\n"),
])
def test_comments_of_every_language_are_read(mistakes, name, text):
    [mistake] = mistakes(name, text)
    assert mistake.endswith("names none.cpp, which does not exist")


@pytest.mark.parametrize("name, text", [
    ("src/a.cpp", '#include "none.hpp"\nauto a = "see // none.cpp", b = R"(// none.cpp)";'),
    ("tests/a.py", 'a = "none.cpp"\nopen(a, """none.cpp""")\n'),
    ("scripts/a", "#!/bin/sh\ncat none.cpp\n"),
    ("docs/a.md", "```\nnone.cpp\n```\n"),
    ("docs/a.txt", "none.cpp"),
])
def test_code_is_not_read(mistakes, name, text):
    assert mistakes(name, text) == []


@pytest.mark.parametrize("link", [
    "guide.md", "guide.md#1-first", "guide.md#11-some-part", "guide.md#2-second--last",
    "guide.md#2-second--last-1", "../README.md", "#here", "https://example.com/#none",
])
def test_a_link_to_what_is_there_is_right(mistakes, link):
    assert mistakes("docs/a.md", f"# Here\n\nSee [it]({link}).\n") == []


@pytest.mark.parametrize("link", [
    "none.md", "guide.md#none", "guide.md#7-not-a-heading", "#none", "../guide.md", "README.md",
])
def test_a_link_to_what_is_not_there_is_found(mistakes, link):
    found = mistakes("docs/a.md", f"# Here\n\nSee [it]({link}).\n")
    assert any(mistake.startswith("docs/a.md:3: links to ") for mistake in found)


def test_a_section_without_a_document_is_one_of_the_same_document(mistakes):
    document = "## 1. One\n\nSee section 1, and sections 1 and 2.\n"
    assert mistakes("docs/a.md", document) == [
        "docs/a.md:3: cites section 2, which a.md does not have"
    ]


def test_anchors_are_those_of_github():
    assert list(anchors("# A `b_c` — d, e\n## A\n## A\n")) == ["a-b_c--d-e", "a", "a-1"]


def test_the_program_and_its_protocol_are_read():
    names = {path.relative_to(ROOT).as_posix() for path in tracked_files()}
    assert {"docs/ring-service.md", "src/ring/api/service.hpp", "scripts/test", "README.md"} <= names
    assert not any(pathlib.PurePath(name).parts[0] == "build" for name in names)
