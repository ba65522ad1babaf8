"""The entry point of `headroom` and `python -m headroom`.

It may import nothing but the standard library at the top: click and rich are an extra, and their absence is told in one line.
"""

from __future__ import annotations

import io
import signal
import sys

__all__ = ["main"]

NEEDS_EXTRA = "headroom: the command line needs click and rich; install them with: pip install 'headroom[cli]'"

EXIT_BAD = 2
EXIT_INTERRUPTED = 130
"""128 + SIGINT, as shells report it."""


def main() -> None:
    """Runs the command line and exits the process.

    Exit codes: 0 done, 1 a negative answer, 2 bad usage or bad input, 130 interrupted.
    """
    _behave_in_a_terminal()
    try:
        code = _run()
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    sys.exit(code)


def _run() -> int:
    try:
        import click  # noqa: PLC0415  the [cli] extra

        from headroom.cli.commands import headroom  # noqa: PLC0415  needs the [cli] extra
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("click", "rich"):
            raise
        print(NEEDS_EXTRA, file=sys.stderr)  # noqa: T201  click is what is missing
        return EXIT_BAD
    try:
        code = headroom.main(prog_name="headroom", standalone_mode=False)
    except click.Abort:
        return EXIT_INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except OSError as error:
        # What files cannot do is told where they are opened; this is a report that cannot be printed.
        click.echo(f"headroom: cannot write: {error.strerror or error}", err=True)
        return EXIT_BAD
    return code if isinstance(code, int) else 0


def _behave_in_a_terminal() -> None:
    """Broken pipes end us quietly, and no text is too odd to print."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
