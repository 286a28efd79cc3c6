import threading
import unittest

from . import ROOT  # noqa: F401
from rmote.frame import ProtocolError
from rmote.gate import Gate
from rmote.pace import FORGET, MAX_QUEUE, MAX_WINDOW, MIN_WINDOW, Pace


def never():
    return False


class Window(unittest.TestCase):
    def setUp(self):
        self.now = 100.0
        self.pace = Pace(lambda: self.now)
        self.sent = 0

    def send(self, size):
        self.sent += size
        self.pace.sending(size)

    def exchange(self, size, seconds):
        """Sends and is acknowledged that much later. The window after it."""
        self.send(size)
        self.now += seconds
        self.pace.acknowledge(self.sent)
        return self.pace.window

    def test_is_open_until_it_is_full(self):
        self.assertEqual(self.pace.window, MIN_WINDOW)
        self.send(MIN_WINDOW - 1)
        self.assertTrue(self.pace.is_open())
        self.send(1)
        self.assertFalse(self.pace.is_open())
        self.pace.acknowledge(1)
        self.assertTrue(self.pace.is_open())

    def test_grows_by_what_was_acknowledged_in_time(self):
        self.assertEqual(self.exchange(MIN_WINDOW, 0.010), 2 * MIN_WINDOW)
        # Twice the quickest and what is allowed on top is still in time.
        self.assertEqual(self.exchange(MIN_WINDOW, 0.020 + MAX_QUEUE * 0.99), 3 * MIN_WINDOW)
        # Half of what was sent together has no time of its own.
        self.send(MIN_WINDOW)
        self.send(MIN_WINDOW)
        self.pace.acknowledge(self.sent - MIN_WINDOW - 1)
        self.assertEqual(self.pace.window, 3 * MIN_WINDOW)

    def test_does_not_grow_while_less_than_half_of_it_is_used(self):
        self.assertEqual(self.exchange(MIN_WINDOW // 2 - 1, 0.010), MIN_WINDOW)
        self.assertEqual(self.exchange(MIN_WINDOW // 2, 0.010), MIN_WINDOW * 3 // 2)

    def test_grows_no_further_than_its_cap(self):
        for _ in range(40):
            self.exchange(self.pace.window, 0.001)
        self.assertEqual(self.pace.window, MAX_WINDOW)

    def test_shrinks_once_for_all_that_was_on_its_way(self):
        for _ in range(4):
            self.exchange(self.pace.window, 0.001)
        before = self.pace.window
        for _ in range(3):
            self.send(1000)
        self.now += 1
        self.pace.acknowledge(self.sent - 2000)
        self.assertEqual(self.pace.window, before * 3 // 4)
        self.pace.acknowledge(self.sent - 1000)
        self.assertEqual(self.pace.window, before * 3 // 4)
        # The last one has been sent before the window shrank; what comes after it counts again.
        self.pace.acknowledge(self.sent)
        again = self.pace.window
        self.assertEqual(self.exchange(1000, 1), again * 3 // 4)

    def test_shrinks_no_further_than_its_least(self):
        self.exchange(1000, 0.001)
        for _ in range(30):
            self.exchange(1000, 0.5)
        self.assertEqual(self.pace.window, MIN_WINDOW)

    def test_a_way_that_became_longer_is_learned(self):
        self.exchange(1000, 0.001)
        # The quickest of the last span still counts in the first after it.
        self.now += FORGET
        self.exchange(1000, 0.5)
        self.now += FORGET
        self.assertEqual(self.exchange(MIN_WINDOW, 0.5), 2 * MIN_WINDOW)

    def test_an_acknowledgement_that_cannot_be_is_refused(self):
        self.send(100)
        self.pace.acknowledge(50)
        for total in (49, 101, -1, None, "60", 60.0, True, 2**70):
            with self.subTest(repr(total)):
                with self.assertRaises(ProtocolError):
                    self.pace.acknowledge(total)
        self.pace.acknowledge(50)
        self.pace.acknowledge(100)

    def test_who_waits_goes_on_with_an_acknowledgement_or_when_given_up(self):
        self.send(MIN_WINDOW)
        for given_up, open_it in ((never, lambda: self.pace.acknowledge(1)), (lambda: gone, self.pace.wake)):
            gone = False
            listening = threading.Event()

            def wait():
                self.pace.wait(lambda: listening.set() or given_up())

            thread = threading.Thread(target=wait)
            thread.start()
            self.assertTrue(listening.wait(20))
            self.assertTrue(thread.is_alive())
            gone = True
            open_it()
            thread.join(20)
            self.assertFalse(thread.is_alive())
            self.send(1)


class Gates(unittest.TestCase):
    def test_what_holds_already_is_not_waited_for(self):
        self.assertTrue(Gate().wait(lambda: True))

    def test_opening_between_the_look_and_the_wait_is_not_missed(self):
        gate = Gate()
        looks = []

        def ready():
            looks.append(None)
            if len(looks) == 1:
                gate.open()
                return False
            return True

        self.assertTrue(gate.wait(ready))
        self.assertEqual(len(looks), 3)

    def test_time_that_is_over(self):
        self.assertFalse(Gate().wait(never, 0.01))

    def test_opening_wakes_each_once(self):
        gate = Gate()
        woken = []
        gate.on_open(lambda: woken.append("a"))
        gate.on_open(lambda: woken.append("b"))
        gate.open()
        gate.open()
        self.assertEqual(woken, ["a", "b"])

    def test_opening_for_nothing_lets_nobody_through(self):
        gate = Gate()
        looks = threading.Semaphore(0)
        state = []

        def ready():
            looks.release()
            return bool(state)

        thread = threading.Thread(target=lambda: gate.wait(ready))
        thread.start()
        for _ in range(5):
            looks.acquire()
            looks.acquire()
            gate.open()
        looks.acquire()
        looks.acquire()
        self.assertTrue(thread.is_alive())
        state.append(None)
        gate.open()
        thread.join(20)
        self.assertFalse(thread.is_alive())


if __name__ == "__main__":
    unittest.main()
