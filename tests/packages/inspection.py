# SPDX-License-Identifier: Apache-2.0
"""What the file of a program tells of itself, read with LLVM's tools."""

import hashlib
import pathlib
import re
import struct
import subprocess

MACHINES = {
    "linux-x64": "EM_X86_64", "linux-arm64": "EM_AARCH64", "linux-arm": "EM_ARM",
    "win-x64": "IMAGE_FILE_MACHINE_AMD64", "win-x86": "IMAGE_FILE_MACHINE_I386",
    "win-arm64": "IMAGE_FILE_MACHINE_ARM64", "win-arm": "IMAGE_FILE_MACHINE_ARMNT",
    "osx-x64": "X86-64", "osx-arm64": "Arm64",
}

OLDEST_MACOS = {"osx-x64": "10.15", "osx-arm64": "11.0"}

MOST_BYTES = 5_200_000
# With frames that are told by tables alone, which are a quarter of it.
MOST_BYTES_OF_WIN_X86 = 5_900_000
# On small devices the download counts as well.
MOST_BYTES_OF_LINUX_ZIPS = 2_500_000

# Part of every Windows that the programs are for. The C library is in the sets of functions.
WINDOWS_LIBRARIES = {"advapi32", "bcrypt", "crypt32", "iphlpapi", "kernel32", "secur32", "shell32", "ws2_32"}

# What the programs may ask of them, a function a line. By Microsoft's documentation all of it is there
# from Windows 7 on, but for what came with 8, which only the programs for ARM may ask for.
WINDOWS_FUNCTIONS = pathlib.Path(__file__).with_name("windows-functions.txt")
WINDOWS_8_FUNCTIONS = {"GetSystemTimePreciseAsFileTime"}

MACOS_LIBRARIES = {
    "/usr/lib/libSystem.B.dylib",
    "/System/Library/Frameworks/CoreFoundation.framework/Versions/A/CoreFoundation",
    "/System/Library/Frameworks/CoreServices.framework/Versions/A/CoreServices",
    "/System/Library/Frameworks/SystemConfiguration.framework/Versions/A/SystemConfiguration",
}


class Wrong(Exception):
    """A program that is not what its target asks for."""


def require(condition, what):
    if not condition:
        raise Wrong(what)


def read(program, *options):
    return subprocess.run(
        ["llvm-readobj", *options, str(program)], check=True, capture_output=True, text=True
    ).stdout


def inspect(target, package, program):
    """Short statements on the program; raises Wrong for one that should not be handed out."""
    headers = read(program, "--file-headers")
    require(MACHINES[target] in headers, f"it is not for {target}")
    most = MOST_BYTES_OF_WIN_X86 if target == "win-x86" else MOST_BYTES
    require(program.stat().st_size <= most, f"it is larger than {most:,} bytes")
    system = target.split("-")[0]
    require(system != "linux" or package.stat().st_size <= MOST_BYTES_OF_LINUX_ZIPS,
            f"its zip is larger than {MOST_BYTES_OF_LINUX_ZIPS:,} bytes")
    return {"linux": inspect_elf, "win": inspect_pe, "osx": inspect_macho}[system](target, program, headers)


def inspect_elf(target, program, headers):
    segments = read(program, "--program-headers")
    require("PT_INTERP" not in segments, "it needs a dynamic loader")
    require("Type: SharedObject" in headers, "it is not position-independent")
    require("PT_GNU_RELRO" in segments, "its tables stay writable")
    stack = segments[segments.index("PT_GNU_STACK"):]
    require("PF_X" not in stack[: stack.index("}")], "its stack is executable")
    # Before Linux 5.6 it waits for keyboards and disks that a NAS may not have.
    require(b"/dev/random" not in program.read_bytes(), "it may wait for /dev/random")
    facts = ["static PIE, RELRO, no executable stack"]
    if target == "linux-arm64":
        sizes = re.findall(r"PT_LOAD.*?Alignment: (\d+)", segments, re.DOTALL)
        require(min(map(int, sizes)) >= 65536, "it does not fit pages of 64 KiB")
        facts.append("fits pages of 4, 16 and 64 KiB")
    if target == "linux-arm":
        attributes = read(program, "--arch-specific")
        require(re.search(r"CPU_arch\n\s*Description: ARM v6", attributes), "it is not for ARMv6")
        require("EF_ARM_ABI_FLOAT_HARD" in headers or "0x400" in headers, "it is not hard-float")
        facts.append("ARMv6, hard float")
    return facts


def inspect_pe(target, program, headers):
    flags = ["DYNAMIC_BASE", "NX_COMPAT"] + (["HIGH_ENTROPY_VA"] if target.endswith("64") else [])
    for flag in flags:
        require(flag in headers, f"it lacks {flag}")
    table = read(program, "--coff-imports")
    require("DelayImport" not in table, "it has imports that come later")
    imports = {}
    for name, rest in re.findall(r"Import \{\n\s*Name: (\S+)(.*?)\n\}", table, re.DOTALL):
        symbols = re.findall(r"Symbol: (.*)", rest)
        names = [re.fullmatch(r"(\w+) \(\d+\)", symbol) for symbol in symbols]
        require(symbols and all(names), f"its imports from {name} cannot be read: {symbols}")
        imports.setdefault(name.lower().removesuffix(".dll"), set()).update(match[1] for match in names)
    require(imports, "its imports cannot be read")
    c_library = {name for name in imports if name.startswith("api-ms-win-crt-")}
    libraries = set(imports) - c_library
    unknown = libraries - WINDOWS_LIBRARIES
    require(not unknown, f"it imports {', '.join(sorted(unknown))}")
    functions = set().union(*(imports[name] for name in libraries))
    known = set(WINDOWS_FUNCTIONS.read_text().split())
    is_for_7 = target in ("win-x64", "win-x86")
    unknown = functions - (known - WINDOWS_8_FUNCTIONS if is_for_7 else known)
    require(not unknown, f"nobody looked up since when Windows has {', '.join(sorted(unknown))}")
    sections = read(program, "--sections")
    if target != "win-x86":
        require(".pdata" in sections, "it has no unwind tables")
    subsystem = re.search(r"MajorSubsystemVersion: (\d+)\n\s*MinorSubsystemVersion: (\d+)", headers)
    return [
        "ASLR, NX", f"subsystem version {subsystem[1]}.{subsystem[2]}",
        "imports " + ", ".join(sorted(libraries)) + (", UCRT" if c_library else ""),
        f"only functions of Windows {7 if is_for_7 else 8} and before",
    ]


def inspect_macho(target, program, headers):
    require("MH_PIE" in headers, "it is not position-independent")
    minimum = re.search(r"Version: ([\d.]+)", read(program, "--macho-version-min"))
    require(minimum and minimum[1] == OLDEST_MACOS[target], f"it is not for macOS {OLDEST_MACOS[target]}")
    libraries = set(re.findall(r"^\s+(/\S+)$", read(program, "--needed-libs"), re.MULTILINE))
    require(libraries <= MACOS_LIBRARIES, f"it needs {libraries - MACOS_LIBRARIES}")
    require("__unwind_info" in read(program, "--sections"), "it has no unwind tables")
    commands = subprocess.run(
        ["llvm-objdump", "--macho", "--private-headers", str(program)],
        check=True, capture_output=True, text=True,
    ).stdout
    signature = re.search(r"cmd LC_CODE_SIGNATURE\s+cmdsize \d+\s+dataoff (\d+)", commands)
    require(signature or target != "osx-arm64", "it is not signed, which Apple silicon wants")
    if signature:
        require_signature_of(program.read_bytes(), int(signature[1]))
    local_symbols = re.search(r"nlocalsym (\d+)", commands)
    require(local_symbols and local_symbols[1] == "0", "it is not stripped")
    return [
        f"PIE, macOS {minimum[1]} or newer", "unwind tables",
        "ad-hoc signature" if signature else "not signed",
    ]


def require_signature_of(data, start):
    """The code directory at `start` holds the hashes of what stands before it, page by page (cs_blobs.h of XNU)."""
    magic, _, blobs, _, place = struct.unpack_from(">5I", data, start)
    require(magic == 0xFADE0CC0 and blobs == 1, "its signature cannot be read")
    directory = start + place
    magic, _, _, flags, hashes, _, _, slots, limit, hash_size, hash_type, _, page_bits = struct.unpack_from(
        ">9I4B", data, directory)
    require(magic == 0xFADE0C02 and (hash_size, hash_type) == (32, 2), "its signature is not one by SHA-256")
    require(flags & 2 and limit == start, "its signature is not an ad-hoc one of all that it holds")
    page = 1 << page_bits
    require(slots == -(-limit // page), "its signature has not a hash for each page")
    for slot in range(slots):
        held = data[directory + hashes + 32 * slot:][:32]
        signed = hashlib.sha256(data[slot * page:min(limit, (slot + 1) * page)]).digest()
        require(held == signed, "its signature is of other bytes")
