"""The Quark's own UnitTest, run by real sclang on a real daemon: what is asked is what holds."""

from __future__ import annotations

import re
from pathlib import Path

from playing import playing
from real_parts import stage

SCRIPT = r"""
{
	TestLMDM.port = PORT;
	TestLMDM.setUpClass;
	TestLMDM.findTestMethods.do { |method| TestLMDM.new.runTestMethod(method, false) };
	("PASSED " ++ UnitTest.passes.size ++ " FAILED " ++ UnitTest.failures.size).postln;
	0.exit;
}.fork(AppClock);
"""


def test_the_unit_tests_of_the_quark_pass(tmp_path: Path) -> None:
    with playing(tmp_path) as daemon, stage() as here:
        said = here.sclang(SCRIPT.replace("PORT", str(daemon.port))).finish(120)
    counts = re.search(r"PASSED (\d+) FAILED (\d+)", said)
    assert counts is not None, said
    passed, failed = map(int, counts.groups())
    assert failed == 0, re.findall(r"FAIL: .*(?:\n.+)*", said)
    assert passed > 60, "two for each parameter, and the gestures"
