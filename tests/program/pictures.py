# SPDX-License-Identifier: Apache-2.0
"""Small pictures, and what a whole one is."""

import base64
import shutil
import subprocess

_GREY_16X12 = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRT"
    "c4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCAAMABABAREA/8QAFQABAQAAAAAAAAAAAAAAAAAABQb/xAAhEAABAwME"
    "AwAAAAAAAAAAAAABAgQFAAMRBhIhMiIxYf/aAAgBAQAAPwAKJadeKtIlp14oOJtp8eKcmHFyP0y8cNztuhASlWSCnc"
    "oJyMeiM5H2v//Z"
)


def small_picture(note=""):
    """A whole JPEG of 16x12 pixels whose bytes, not whose pixels, depend on `note`."""
    comment = note.encode()
    if not comment:
        return _GREY_16X12
    segment = b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment
    return _GREY_16X12[:2] + segment + _GREY_16X12[2:]


def is_whole(data):
    """Whether another decoder than the program's reads it without a complaint."""
    if not (data.startswith(b"\xff\xd8\xff") and data.rstrip(b"\0").endswith(b"\xff\xd9")):
        return False
    djpeg = shutil.which("djpeg")
    if djpeg is None:
        return True
    decoded = subprocess.run([djpeg], input=data, capture_output=True, check=False)
    return decoded.returncode == 0 and not decoded.stderr
