# SPDX-License-Identifier: Apache-2.0
"""One of Swift's servers, from a folder in which its packages were unpacked.

Usage: swift_server.py SCRIPT SWIFT_CONF CONF

Swift reads /etc/swift/swift.conf, wherever its other files are; this tells it another place.
"""

import runpy
import sys

import eventlet.green  # noqa: F401  (before Swift, which patches modules by it)
import swift.common.utils

script, swift.common.utils.SWIFT_CONF_FILE, conf = sys.argv[1:]
sys.argv = [script, conf]
runpy.run_path(script, run_name="__main__")
