"""The agent of Rmote Desktop: what runs on a target.

Python 3.6 and newer, standard library only. Every module is sent as source and
compiled when it is first imported, so what a session does not use costs it
nothing; imports of the standard library are late for the same reason.
"""

VERSION = "0.1.0"
