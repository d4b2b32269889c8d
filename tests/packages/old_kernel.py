#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a program as on Linux 3.2: every system call that came later fails as if it were unknown.

Usage: old_kernel.py PROGRAM [ARGUMENT…]

For x86-64, where the numbers of system calls grew with the time.
"""

import ctypes
import os
import platform
import sys

# kcmp, of Linux 3.5, the first after process_vm_writev of 3.2.
FIRST_LATER_CALL = 312

# From linux/prctl.h, linux/seccomp.h and linux/filter.h.
PR_SET_NO_NEW_PRIVS = 38
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2
SECCOMP_RET_ERRNO = 0x00050000
SECCOMP_RET_ALLOW = 0x7FFF0000
LOAD_WORD = 0x20
JUMP_IF_AT_LEAST = 0x35
RETURN = 0x06
ENOSYS = 38


class Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8),
                ("k", ctypes.c_uint32)]


class Filter(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("instructions", ctypes.POINTER(Instruction))]


def is_possible():
    return platform.system() == "Linux" and platform.machine() == "x86_64"


def forget_later_calls():
    """Takes them from this process, and from what it starts, for good."""
    instructions = (Instruction * 4)(
        (LOAD_WORD, 0, 0, 0),  # the number of the call
        (JUMP_IF_AT_LEAST, 0, 1, FIRST_LATER_CALL),
        (RETURN, 0, 0, SECCOMP_RET_ERRNO | ENOSYS),
        (RETURN, 0, 0, SECCOMP_RET_ALLOW),
    )
    program = Filter(len(instructions), instructions)
    libc = ctypes.CDLL(None, use_errno=True)
    for arguments in ((PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
                      (PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)):
        if libc.prctl(*arguments) != 0:
            raise OSError(ctypes.get_errno(), "cannot forget system calls")


if __name__ == "__main__":
    forget_later_calls()
    os.execvp(sys.argv[1], sys.argv[1:])
