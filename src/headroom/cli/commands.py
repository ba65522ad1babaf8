"""The commands and their options: what is asked for goes to the rooms that do it, what they return is printed."""

from __future__ import annotations

import sys
from pathlib import Path

import click
import msgspec

from headroom import __version__
from headroom.cli.compress import compressed
from headroom.cli.demo import run_demo
from headroom.cli.files import STANDARD, CannotDo, read_input, shown, write_output
from headroom.cli.originals import find_original, load_originals, save_originals
from headroom.cli.report import json_report, print_diff, print_report, print_warnings
from headroom.cli.terminal import console_on, progress
from headroom.config import CodeCompressorConfig, HeadroomConfig
from headroom.pipeline.plan import PRESETS
from headroom.pipeline.result import CompressedBody

__all__ = ["headroom"]

NOT_FOUND = 1
EXIT_CODES = "Exit codes: 0 done, 1 there is no such original, 2 bad usage or bad input."

HELP_OPTIONS = {"help_option_names": ["-h", "-?", "--help"], "max_content_width": 100}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The options of `compress`, as its click options name them."""

    file: str
    model: str | None
    preset: str | None
    originals: str | None
    keep_turns: int | None
    code_aware: bool | None
    target_ratio: float | None
    intercept_tool_results: bool
    output: str
    as_json: bool
    show_diff: bool
    verbose: bool
    quiet: bool

    def config(self) -> HeadroomConfig:
        """The configuration that the options ask for."""
        return HeadroomConfig(
            code_compressor=CodeCompressorConfig(enabled=self.code_aware),
            target_ratio=self.target_ratio,
            intercept_tool_results=self.intercept_tool_results,
            keep_turns=self.keep_turns or 0,
        )


@click.group(context_settings=HELP_OPTIONS, epilog=EXIT_CODES)
@click.version_option(__version__, prog_name="headroom", message="%(prog)s %(version)s")
def headroom() -> None:
    """Make what an LLM application sends smaller without making it wrong."""


@headroom.command()
@click.argument("file")
@click.option("--model", metavar="NAME", help="Count tokens for this model. [default: the request's own, else gpt-4o]")
@click.option(
    "--preset",
    type=click.Choice(tuple(PRESETS)),
    help="What may be done. [default: lossless; default with --originals]",
)
@click.option("--originals", metavar="FILE", help="Keep what is left out in this file, so that nothing is lost.")
@click.option("--keep-turns", type=click.IntRange(min=0), metavar="N", help="Leave the last N turns as they are.")
@click.option(
    "--code-aware/--no-code-aware",
    default=None,
    help="Whether source code is compressed. [default: HEADROOM_CODE_AWARE_ENABLED, else with the preset max only]",
)
@click.option(
    "--target-ratio",
    type=click.FloatRange(min=0, min_open=True, max=1),
    metavar="SHARE",
    help="Share of the tokens of prose to keep (0.4 keeps about 40 %). [default: HEADROOM_TARGET_RATIO, else as the text asks]",
)
@click.option("--intercept-tool-results", is_flag=True, help="An outline for the first read of a source file.")
@click.option("-o", "--output", default=STANDARD, metavar="FILE", help="Write the conversation here, the report to stdout.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.option("--diff", "show_diff", is_flag=True, help="Print what changed in each text as a unified diff.")
@click.option("-v", "--verbose", is_flag=True, help="List every part in the report.")
@click.option("-q", "--quiet", is_flag=True, help="Print warnings only.")
def compress(**options: object) -> None:
    """Compress a conversation; the report goes to stderr.

    FILE is JSON, or - for stdin: a list of OpenAI or Anthropic messages, or a whole request body. The same comes out on stdout,
    shorter; what does not change stays byte for byte as it is.

    Nothing is dropped unless --originals or --preset is given.
    """
    asked = msgspec.convert(options, Asked)
    _refuse_contradictions(asked)
    preset = asked.preset or ("default" if asked.originals else "lossless")
    with progress(console_on(sys.stderr), "reading") as say:
        outcome = compressed(
            read_input(asked.file),
            name=shown(asked.file),
            model=asked.model,
            preset=preset,
            config=asked.config(),
            say=say,
        )
    # The originals first: what leaves with a marker in it must be retrievable already.
    if asked.originals is not None:
        save_originals(asked.originals, outcome.originals)
    write_output(asked.output, outcome.body)
    _tell(asked, preset, outcome)


@headroom.command()
@click.argument("hash", metavar="HASH")
@click.option("--originals", required=True, metavar="FILE", help="The file that compress kept them in.")
def retrieve(hash: str, originals: str) -> None:  # noqa: A002  the argument's public name
    """Print the original text with this hash, exactly as it came.

    HASH stands in the marker after the word "original"; its first 8 digits are enough if no other starts so. Exits with 1
    if there is no such original.
    """
    text = find_original(load_originals(originals), hash)
    if text is None:
        click.echo(f"headroom: no original {hash} in {shown(originals)}", err=True)
        raise click.exceptions.Exit(NOT_FOUND)
    write_output(STANDARD, text.encode("utf-8", "surrogatepass"))


@headroom.command()
def demo() -> None:
    """Compress a sample conversation and show what happens, offline."""
    if sys.stdout is None:
        raise CannotDo("cannot write: standard output is closed")
    if not run_demo(console_on(sys.stdout)):
        raise CannotDo("the demo did not do what it shows; please report this")


def _refuse_contradictions(asked: Asked) -> None:
    """Nothing.

    Raises: UsageError for options that exclude each other, CannotDo where one file would hold two things.
    """
    if asked.quiet and (asked.as_json or asked.verbose):
        raise click.UsageError(f"--quiet and {'--json' if asked.as_json else '--verbose'} exclude each other")
    _refuse_vain(asked)
    if asked.originals is None:
        return
    for other in (asked.file, asked.output):
        if other != STANDARD and Path(other).resolve() == Path(asked.originals).resolve():
            raise CannotDo(f"{shown(other)} cannot hold both the conversation and the originals")


def _refuse_vain(asked: Asked) -> None:
    """Nothing.

    Raises: UsageError for an option that says what to leave out where nothing may be.
    """
    if asked.preset != "lossless" and (asked.preset or asked.originals):
        return
    given = {
        "--code-aware": asked.code_aware,
        "--target-ratio": asked.target_ratio is not None,
        "--intercept-tool-results": asked.intercept_tool_results,
    }
    for option, is_given in given.items():
        if is_given:
            raise click.UsageError(f"{option} leaves things out: give --originals FILE to keep them, or a --preset that may")


def _tell(asked: Asked, preset: str, outcome: CompressedBody) -> None:
    """The report, on stderr while stdout carries the conversation, else on stdout; warnings for people always on stderr."""
    stream = sys.stderr if asked.output == STANDARD else sys.stdout
    warnings = (*outcome.report.warnings, *_loss(asked, outcome))
    if asked.as_json:
        text = json_report(outcome, preset=preset, originals_file=asked.originals, warnings=warnings, with_diff=asked.show_diff)
        # Not `echo` for a closed stream: it would take standard output instead.
        if stream is not None:
            click.echo(text, file=stream)
        return
    console = console_on(stream)
    if not asked.quiet:
        print_report(console, outcome, preset=preset, every_part=asked.verbose)
    if asked.show_diff:
        print_diff(console, outcome)
    print_warnings(console_on(sys.stderr), warnings)


def _loss(asked: Asked, outcome: CompressedBody) -> tuple[str, ...]:
    count = len(outcome.originals)
    if asked.originals is not None or not count:
        return ()
    texts = "1 text" if count == 1 else f"{count} texts"
    return (f"parts of {texts} were left out and the originals were not kept; --originals FILE keeps them",)
