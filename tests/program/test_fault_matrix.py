# SPDX-License-Identifier: Apache-2.0
"""The cases of fault_matrix.py: a part of them here, all of them by scripts/prove."""

import proof
import pytest
from fault_matrix import CASES, QUICK_CASES
from fault_runs import MOST_REQUESTS, Run
from reliability import committed_matrix


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
