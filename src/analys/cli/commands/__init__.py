"""One module a command: a function whose docstring is its help page, and EXEMPEL to copy."""
