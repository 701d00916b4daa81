"""Tests of the Python module, against the installed package."""

import unittest

import plimsoll


class ModuleTests(unittest.TestCase):
    def test_scan_of_a_simulated_machine(self):
        document = plimsoll.scan(gpu=["RTX 3060 12GB"], ram="32GiB", no_bench=True)
        self.assertEqual(document["schema"], "plimsoll.scan/1")
        self.assertTrue(document["recommendations"])

    def test_options_become_words(self):
        document = plimsoll.recommend(gpu="RTX 4090", ram="64GiB", use_case="coding", limit=2, no_bench=True)
        self.assertEqual(len(document["recommendations"]), 2)

    def test_fit_and_what_does_not_fit(self):
        self.assertTrue(plimsoll.fit("qwen3:8b", gpu="RTX 4090")["rows"])
        rows = plimsoll.fit("llama-3.1-405b-instruct", gpu="none", ram="8GiB")["rows"]
        self.assertTrue(all(row["verdict"] == "too-large" for row in rows))

    def test_errors_have_their_code_and_hint(self):
        with self.assertRaises(plimsoll.PlimsollError) as caught:
            plimsoll.fit("no-such-model-at-all")
        self.assertEqual(caught.exception.code, 64)
        with self.assertRaises(plimsoll.PlimsollError) as caught:
            plimsoll.recommend(contekst=1)
        self.assertIn("--context", str(caught.exception.hint))

    def test_an_argument_is_never_an_option(self):
        with self.assertRaises(plimsoll.PlimsollError) as caught:
            plimsoll.fit("--help")
        self.assertEqual(caught.exception.code, 64)

    def test_version(self):
        self.assertRegex(plimsoll.version(), r"^\d+\.\d+\.\d+")


if __name__ == "__main__":
    unittest.main()
