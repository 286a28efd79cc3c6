"""What the tools for packages have in common, and what each has of its own beside its methods.

Nothing of this is in the payload: it travels with the tools that import it.
"""
