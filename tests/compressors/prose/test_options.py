"""Tests of keeping an option with all that is said of it."""

from __future__ import annotations

from headroom.compressors.prose import Prose
from headroom.config import ProseSettings
from tests.compressors.prose.samples import article, units

MANUAL = "OPTIONS\n\n" + "".join(
    f"       --take-{name} FILE\n           Take the {name} of what is found. It is written to the file. None is made.\n\n"
    f"           Without it the {name} stays where it is. Others may take it later on.\n\n"
    for name in ("oldest", "newest", "largest", "smallest", "first", "last", "best", "worst", "reddest", "greenest")
)


def test_an_option_is_one_unit() -> None:
    """With each paragraph that stands deeper than it does."""
    made = units(MANUAL)
    options = [made.words(unit) for unit, kind in enumerate(made.kinds) if kind == "option"]
    assert len(options) == 10
    assert options[0].startswith("--take-oldest FILE\n")
    assert options[0].endswith("Others may take it later on.")


def test_what_stands_less_deep_is_not_part_of_it() -> None:
    """Nor is a heading, nor a list whose marks are dashes."""
    option = "SYNOPSIS\n\n       -x FILE\n           Take it.\n\n"
    made = units(f"{option}   A note on what is taken. It is little.\n\n{article(1)}\n - one\n - two\n")
    assert made.kinds.count("option") == 1
    assert "A note" not in next(made.words(unit) for unit, kind in enumerate(made.kinds) if kind == "option")
    assert "list" in made.kinds


def test_what_is_said_of_an_option_stays_with_its_name() -> None:
    """Never behind the name of another."""
    made = Prose(ProseSettings(target_ratio=0.3))(f"{article(30)}\n{MANUAL}", "How do I take the largest?").unwrap().text
    assert "--take-largest FILE\n           Take the largest of what is found." in made
    assert "Without it the largest stays where it is." in made
    for name in ("oldest", "newest", "smallest", "worst"):
        assert (f"--take-{name}" in made) == (f"Without it the {name}" in made)


def test_long_descriptions_are_read_as_paragraphs() -> None:
    """An option of many pages would stay or go whole else."""
    text = "       -x\n" + "".join(
        f"           This is what paragraph {at} has to say about it. It goes on.\n\n" for at in range(90)
    )
    assert units(text).kinds.count("option") <= 1
    assert len(units(text)) > 60
