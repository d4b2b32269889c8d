# SPDX-License-Identifier: Apache-2.0
"""The cases of fault_matrix.py: a part of them here, all of them by scripts/prove."""

import pathlib
import re

import proof
import pytest
from fault_matrix import CASES, QUICK_CASES
from fault_runs import MOST_REQUESTS, Run
from reliability import committed_matrix

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "case", CASES if proof.is_complete() else proof.share_of(QUICK_CASES), ids=lambda c: c.name
)
def test_a_fault_has_its_exit_code_and_costs_neither_files_nor_session(case, tmp_path):
    run = Run(case, tmp_path)
    proof.record("matrix", case.name, {"code": run.result.code, "said": run.said})
    assert run.result.code == case.code, run.result
    assert run.result.code == 0 or run.said, "a failure without a word"
    assert "!" not in case.expected or run.error_lines, run.result
    assert run.requests <= MOST_REQUESTS
    run.check_files()
    run.check_session()
    if not proof.is_complete():
        shown = committed_matrix()[case.name]
        assert run.said == shown["said"], "scripts/prove writes docs/reliability.md anew"


@pytest.mark.skipif(proof.is_complete(), reason="scripts/prove is about to write the document")
def test_the_table_of_the_document_holds_every_case_with_the_code_that_is_owed():
    owed = {case.name: case.code for case in CASES}
    assert {name: shown["code"] for name, shown in committed_matrix().items()} == owed


def faults_of_the_simulator():
    """The names in its tables of faults."""
    sources = (ROOT / "simulator" / "fault_kinds.cpp", ROOT / "simulator" / "timestamp_faults.cpp")
    return {name for file in sources for name in re.findall(r'FaultKind\{\s*"([\w-]+)"', file.read_text())}


def test_every_fault_of_the_simulator_is_documented_and_tried():
    faults = faults_of_the_simulator()
    assert {"cut", "no-entries"} <= faults
    # In the first column of a table, and not only named in a sentence.
    rows = re.findall(r"^\| (`.*?) \|", (ROOT / "docs" / "simulator.md").read_text(), re.MULTILINE)
    documented = {name for row in rows for name in re.findall(r"`([\w-]+)[`:]", row)}
    assert faults - documented == set()
    tried = {case.fault.rstrip("*").partition(":")[0] for case in CASES}
    assert faults - tried == set()
