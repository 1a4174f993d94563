import os
import unittest
from unittest import mock

import tools_path  # noqa: F401
import export


class Commit(unittest.TestCase):
    def test_is_unknown_where_there_is_no_git(self):
        with mock.patch.dict(os.environ, PATH="/nonexistent"):
            self.assertEqual("unknown", export.commit())
