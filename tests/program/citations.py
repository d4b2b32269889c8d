# SPDX-License-Identifier: Apache-2.0
"""Finds what comments and documents cite: files, numbered sections, headings; and what is missing.

A citation that leads nowhere costs the reader more than none. What is checked:

- links of Markdown documents to files and headings of the repository;
- numbered sections of a document, such as "docs/ring-service.md 2.5", "ring-service.md 2.1 to 2.6"
  or "ring-service.md, section 4": the document and each number;
- names of files in comments and documents, whole paths or the last part of one.
"""

import fnmatch
import io
import pathlib
import re
import subprocess
import tokenize

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Files of other repositories, and such as come into being elsewhere.
FOREIGN = {"docs/UPSTREAM-NOTES.md", "tests/results/NAME.xml"}
# Folders of the repository that comments name files of.
_FOLDERS = r"(?:\.github|bench|cmake|docs|packaging|scripts|simulator|src|tests)"
_FILE = re.compile(
    # A name with the ending of a source or a document, or a path that begins in one of our folders.
    rf"(?<![\w./:\\$~{{}}<>*%-])((?:[\w.*-]+/)*[\w*-][\w.*-]*\.(?:cpp|hpp|py|md|cmake|yml)"
    rf"|{_FOLDERS}/[\w./*-]*[\w*]/?)(?![\w/<{{]|\.\w)"
)
_LINK = re.compile(r"\]\(([^)\s#]*)(?:#([^)\s]+))?\)")
_NUMBER = r"\d+(?:\.\d+)*"
_BETWEEN = r"(?:,?\s+(?:to|and|or)\s+(?:section\s+)?|,?\s+step\s+|,\s+)"
_SECTIONS = re.compile(
    rf"(?:(?P<document>[\w./-]*[\w-]\.md),?(?:\s+sections?)?|\b[Ss]ections?)\s+"
    rf"(?P<numbers>{_NUMBER}(?:{_BETWEEN}{_NUMBER})*)(?!\.?\w)"
)



def tracked_files():
    """All files of the repository that are not made by a build."""
    listed = subprocess.run(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, text=True, check=False,
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        # Unpacked from an archive: no build has run beside it, or in `build` only.
        paths = [
            path for path in ROOT.rglob("*")
            if not {"build", "dist", "__pycache__"} & set(path.relative_to(ROOT).parts)
        ]
    return sorted(path for path in paths if path.is_file())


def _blank(text):
    """As many spaces and line ends, so that line numbers stay."""
    return re.sub(r"[^\n]", " ", text)


def _cpp_comments(text):
    tokens = re.compile(
        r'(//[^\n]*|/\*.*?\*/)|R"(\w*)\(.*?\)\2"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'',
        re.DOTALL,
    )
    kept, end = [], 0
    for token in tokens.finditer(text):
        if token[1]:
            kept.append(_blank(text[end:token.start()]))
            kept.append(re.sub(r"^[/*]+", lambda m: _blank(m[0]), token[1]))
            end = token.end()
    return "".join(kept) + _blank(text[end:])


def _python_comments(text):
    kept = [_blank(line) for line in text.splitlines(keepends=True)]
    previous = tokenize.NEWLINE
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        is_docstring = token.type == tokenize.STRING and previous in (
            tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.NL
        )
        if token.type == tokenize.COMMENT or is_docstring:
            for offset, line in enumerate(token.string.splitlines()):
                kept[token.start[0] - 1 + offset] = re.sub(r'^#+|"""', "", line) + "\n"
        if token.type not in (tokenize.COMMENT, tokenize.NL):
            previous = token.type
    return "".join(kept)


def _hash_comments(text):
    return "".join(
        (match[1] if (match := re.search(r"(?:^|\s)#+(.*)$", line)) else "") + "\n"
        for line in text.splitlines()
    )


def prose_of(path, text):
    """What people read in a file: a document whole, of a source its comments. Lines stay lines."""
    if path.suffix in (".cpp", ".hpp"):
        return _cpp_comments(text)
    if path.suffix == ".py" or re.match(r"#!.*python3", text):
        return _python_comments(text)
    if path.suffix == ".md":
        return text
    by_ending = path.suffix in (".cmake", ".yml", ".service", ".timer")
    if by_ending or text.startswith("#!") or path.name in ("CMakeLists.txt", "Dockerfile"):
        return _hash_comments(text)
    return ""


def without_code(markdown):
    """A document without its code blocks."""
    return re.sub(
        r"^( *)```.*?^\1```$", lambda m: _blank(m[0]), markdown, flags=re.MULTILINE | re.DOTALL
    )


def headings(markdown):
    return re.findall(r"^#+ (.*)$", without_code(markdown), re.MULTILINE)


def anchors(markdown):
    """The anchors that GitHub gives to the headings of a document."""
    seen = {}
    for heading in headings(markdown):
        anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        count = seen.get(anchor, 0)
        seen[anchor] = count + 1
        yield f"{anchor}-{count}" if count else anchor


def section_numbers(markdown):
    """The numbers that the headings of a document begin with."""
    for heading in headings(markdown):
        if match := re.match(rf"({_NUMBER})\.? ", heading):
            yield match[1]


class Repository:
    """The names of all files, and the documents' headings."""

    def __init__(self, root, files):
        self.root = root
        self.names = [path.relative_to(root).as_posix() for path in files]
        self._endings = {
            "/".join(parts[start:])
            for parts in (name.split("/") for name in self.names)
            for start in range(len(parts))
        }
        self._folders = {
            "/".join(parts[:end])
            for parts in (name.split("/") for name in self.names)
            for end in range(1, len(parts))
        }

    def has(self, cited):
        """Whether `cited` is a file, the end of a file's path, a folder, or a pattern for some."""
        cited = re.sub(r"^(?:\.{1,2}/)+|/$", "", cited)
        # NAME stands for any; "_posix.cpp" for all files that end so.
        cited = re.sub(r"\bNAME(?=[_.])|^(?=_)", "*", cited)
        if "*" in cited:
            return any(fnmatch.fnmatch(name, cited) for name in self._endings | self._folders)
        return cited in self._endings or cited in self._folders

    def document(self, cited):
        """The text of the document that a citation names; None when there is none."""
        for name in self.names:
            if name == cited or name.endswith("/" + cited):
                return (self.root / name).read_text()
        return None


def missing_links(repository, path, prose):
    for match in _LINK.finditer(prose):
        target, anchor = match[1], match[2]
        if re.match(r"\w+:", target):
            continue
        file = (path.parent / target).resolve() if target else path
        if not file.exists():
            yield match.start(), f"links to {target}, which does not exist"
        elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text()):
            yield match.start(), f"links to #{anchor}, which {file.name} does not have"


def missing_sections(repository, path, prose):
    for match in _SECTIONS.finditer(prose):
        # A document that names no other one means itself.
        cited = match["document"] or (path.name if path.suffix == ".md" else None)
        if cited is None:
            continue
        text = repository.document(cited)
        if text is None:
            yield match.start(), f"cites {cited}, which does not exist"
            continue
        known = set(section_numbers(text))
        for number in re.findall(_NUMBER, re.sub(r"step\s+\d+", "", match["numbers"])):
            if number not in known:
                yield match.start(), f"cites section {number}, which {cited} does not have"


def missing_files(repository, path, prose):
    for match in _FILE.finditer(prose):
        cited = match[1]
        if cited not in FOREIGN and not repository.has(cited):
            yield match.start(), f"names {cited}, which does not exist"


def mistakes_in(repository, path, text):
    """"FILE:LINE: what is wrong" for each citation in a file that leads nowhere."""
    prose = prose_of(path, text)
    if not prose.strip():
        return
    checks = [missing_sections, missing_files]
    if path.suffix == ".md":
        prose = without_code(prose)
        checks.append(missing_links)
    for check in checks:
        for position, message in check(repository, path, prose):
            line = prose.count("\n", 0, position) + 1
            yield f"{path.relative_to(repository.root)}:{line}: {message}"
