# SPDX-License-Identifier: Apache-2.0
"""A machine whose service manager is made of files, with the program logged in."""

import pytest
from service_tools import ServiceTools


@pytest.fixture
def tools(logged_in, simulator, tmp_path):
    """A machine of fakes with the program logged in; services that still run are ended."""
    tools = ServiceTools(logged_in, tmp_path / "tools")
    tools.simulator = simulator
    yield tools
    if tools.read("crontab") or list(logged_in.settings_file.parent.glob("*.record")):
        for record in logged_in.settings_file.parent.glob("*.record"):
            name = record.name.removesuffix(".record").partition(".service")[2].lstrip("-")
            tools.run("remove", *(["--service", name] if name else []))
    tools.end_all()
