import os
from unittest import mock

from . import ROOT  # noqa: F401
from .file_case import FileCase
from rmote.files import InvalidContent
import deploy_config

deploy = deploy_config.DeployConfig.deploy
# A program whose config is wrong if it has the word `wrong`; it says that it has read it by a file.
VALIDATE = "sh -c '! grep wrong \"$0\"' {}"


class Deploy(FileCase):
    def setUp(self):
        FileCase.setUp(self)
        self.path = self.put("app.conf", "old\n", 0o640)
        # What the program runs with; it refuses to load what has `refused` in it.
        self.loaded = self.at("loaded")
        script = 'cp "$0" "$1" && if grep -q refused "$0"; then echo bad line >&2; exit 3; fi'
        self.reload = "sh -c '%s' %s %s" % (script, self.path, self.loaded)

    def test_a_right_config_is_written_and_loaded(self):
        done = deploy(self.path, "new\n", validate=VALIDATE, reload=self.reload)
        self.assertEqual((done.changed, done.reloaded, done.changes), (True, True, ["content"]))
        self.assertIn("-old\n+new\n", done.diff or "")
        self.assertEqual((self.get(self.path), self.get(self.loaded)), ("new\n", "new\n"))
        self.assertEqual(self.get(done.backup), "old\n")
        self.assertEqual(self.mode(self.path), "0640")
        os.unlink(self.loaded)
        again = deploy(self.path, "new\n", validate=VALIDATE, reload=self.reload)
        self.assertEqual((again.changed, again.reloaded, again.backup), (False, False, None))
        self.assertFalse(os.path.exists(self.loaded))

    def test_a_check_changes_nothing_and_without_a_backup_none_is_left(self):
        done = self.changes_once(deploy, self.path, "new\n", reload=self.reload, keep_backup=False, mode="0600")
        self.assertEqual(done.backup, None)
        self.assertEqual(sorted(os.listdir(self.folder)), ["app.conf", "loaded"])
        self.assertEqual(self.mode(self.path), "0600")

    def test_a_wrong_config_is_not_written(self):
        error = self.fails(InvalidContent, deploy, self.path, "wrong\n", validate=VALIDATE, reload=self.reload)
        self.assertIn("wrong", str(error))

    def test_the_old_one_is_back_and_loaded_if_the_new_one_cannot_be(self):
        with self.assertRaises(RuntimeError) as caught:
            deploy(self.path, "refused\n", validate=VALIDATE, reload=self.reload)
        self.assertIn("status 3: bad line", str(caught.exception))
        self.assertIn("The old %s is back, and loaded again." % self.path, str(caught.exception))
        self.assertEqual((self.get(self.path), self.get(self.loaded)), ("old\n", "old\n"))
        self.assertEqual(sorted(os.listdir(self.folder)), ["app.conf", "loaded"])

    def test_a_file_that_was_not_there_is_gone_again(self):
        path = self.at("new.conf")
        with self.assertRaises(RuntimeError) as caught:
            deploy(path, "x\n", reload="false")
        self.assertFalse(os.path.exists(path))
        self.assertIn("not loaded", str(caught.exception))

    def test_a_call_that_is_cancelled_while_it_reloads_leaves_the_old_one(self):
        with mock.patch.object(deploy_config, "process", side_effect=KeyboardInterrupt):
            self.fails(KeyboardInterrupt, deploy, self.path, "new\n", reload="true")

    def test_a_mode_that_cannot_be_loaded(self):
        with self.assertRaises(RuntimeError) as caught:
            deploy(self.path, "old\n", mode="0600", reload="false")
        self.assertIn("keeps its new mode", str(caught.exception))

    def test_a_command_that_is_not_there(self):
        error = self.fails(RuntimeError, deploy, self.path, "new\n", reload="there-is-no-such-program")
        self.assertIn("cannot be started: No such file", str(error))
        self.fails(ValueError, deploy, self.path, "new\n", validate="true")
