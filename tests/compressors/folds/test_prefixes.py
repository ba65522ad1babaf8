"""Tests of lines that start alike."""

from __future__ import annotations

from headroom.compressors.folds.prefixes import fold_prefixes


def test_hits_in_one_file_share_its_name() -> None:
    """Cut where a word ends, so that a line number stays whole."""
    lines = [f"src/queue/worker/consumer.py:{at}: take" for at in range(100, 110)]
    folded = fold_prefixes(lines)
    assert folded.lines[0] == '[headroom: 10 lines start with "src/queue/worker/consumer.py:"]'
    assert folded.lines[1] == "100: take"


def test_each_folder_has_its_group_where_that_gains_more() -> None:
    """Rather than one group of what all share."""
    lines = [f"/srv/app/modules/{name}/internal/files/part-{at}" for name in ("alpha", "omega") for at in range(12)]
    notes = [line for line in fold_prefixes(lines).lines if line.startswith("[headroom: ")]
    assert notes == [
        f'[headroom: 12 lines start with "/srv/app/modules/{name}/internal/files/part-"]' for name in ("alpha", "omega")
    ]


def test_one_group_where_all_share_most() -> None:
    """Two notes would cost more than they save."""
    lines = [f"/srv/application/modules/{'ab'[at % 2]}/x{at}" for at in range(12)]
    assert fold_prefixes(lines).lines[0] == '[headroom: 12 lines start with "/srv/application/modules/"]'


def test_messages_stay_in_one_piece() -> None:
    """What says when is cut off, what is said is not."""
    lines = [f"2026-05-01 10:00:07,{at} INFO worker started" for at in range(100, 130)]
    folded = fold_prefixes(lines).lines
    assert folded[0] == '[headroom: 30 lines start with "2026-05-01 10:00:07,"]'
    assert folded[1] == "100 INFO worker started"


def test_indentation_and_different_lines_stay() -> None:
    """Blanks cost next to nothing."""
    for lines in ([" " * 40 + str(at) for at in range(50)], [f"{at} is a line of its own" for at in range(50)], [], [""]):
        assert fold_prefixes(lines).lines == lines


def test_lines_that_are_all_of_another() -> None:
    """The shorter one leaves nothing, and a NUL is a character."""
    lines = ["/srv/app/data/store/"] * 3 + ["/srv/app/data/store/\0", "/srv/app/data/store/x", "/srv/app/data/store/é"] * 3
    assert fold_prefixes(lines).lines[0] == '[headroom: 12 lines start with "/srv/app/data/store/"]'


def test_neighbours_are_cut_where_each_pair_would_be() -> None:
    """At the first word that is said, also where the times before it change and come again."""
    said = [f"Dec 10 08:33:{at // 4:02} host sshd[12]: Failed password {at}" for at in range(40)]
    folded = fold_prefixes(said).lines
    assert folded[0] == '[headroom: 40 lines start with "Dec 10 08:33:"]'
    assert folded[1:3] == ["00 host sshd[12]: Failed password 0", "00 host sshd[12]: Failed password 1"]
