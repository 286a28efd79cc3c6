"""Where apt of a target has its things, as its own configuration says."""

HINT = "The target has no apt"


def apt_config(*keys):
    # type: (str) -> list[str]
    """Values of apt.conf(5), such as `Dir::State::lists/d`; empty where there is none.

    Raises FileNotFoundError where there is no apt.
    """
    import shlex

    from rmote.programs import find_program, run_program

    words = [word for index, key in enumerate(keys) for word in ("V%d" % index, key)]
    done = run_program(find_program("apt-config", HINT), "shell", *words)
    # Lines of a shell: NAME='value'.
    values = dict(word.split("=", 1) for word in shlex.split(done.stdout))
    return [values.get("V%d" % index, "") for index in range(len(keys))]
