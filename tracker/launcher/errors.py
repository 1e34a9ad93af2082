"""What ends a start, and how the launcher speaks."""

import contextlib


class LaunchError(Exception):
    """The product cannot be started; the message is one line that says why and what to do."""


def say(line: str) -> None:
    """Print one line to the person who started the product; a closed terminal is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        print(f"tracker: {line}", flush=True)
