"""Signs are found in order and pair up."""

from __future__ import annotations

from headroom.detection.sample import sample_of
from headroom.detection.signs import Sign, Signs, opening_sign, signs_of


def found_in(text: str) -> list[tuple[int, str]]:
    """Where the signs of a text are, and of which sort."""
    return [(sign.start, sign.sort) for sign in signs_of(text, sample_of(text))]


def paired(text: str) -> Signs:
    """The signs of a text, ready to be asked."""
    return Signs(text, signs_of(text, sample_of(text)))


def test_signs_stand_at_the_start_of_lines() -> None:
    """In order, the first line included."""
    lines = (
        "```\n",
        "<a-b>\n",
        "</a-b>\n",
        "$ ls\n",
        "stdout:\n",
        "diff --git a b\n",
        "Traceback (most recent call last):\n",
        '{"a": 1}\n',
    )
    sorts = ["fence", "tag", "close", "prompt", "envelope", "diff", "trace", "json"]
    found = found_in("".join(lines))
    assert [sort for _, sort in found] == sorts
    assert [start for start, _ in found] == [sum(map(len, lines[:index])) for index in range(len(lines))]
    assert not found_in("".join(f" {line}" for line in lines))


def test_the_first_line_may_be_a_sign() -> None:
    """And says of which sort it is."""
    assert opening_sign("diff --git a/a b/a\n") == "diff"
    assert opening_sign("$ ls\n") == "prompt"
    assert opening_sign("words\n$ ls\n") == ""
    assert opening_sign("") == ""


def test_prompts_may_name_a_host() -> None:
    """Where the first lines show one."""
    assert found_in("ann@host:~$ ls\na\nann@host:~$ pwd\n") == [(0, "prompt"), (17, "prompt")]


def test_too_many_signs_are_none() -> None:
    """A text that is full of them is of one kind."""
    assert len(found_in("```\n" * 4_000)) == 4_000
    assert found_in("```\n" * 4_200) == []


def test_fences_close_with_marks_alone() -> None:
    """Those with words open."""
    text = "```a\n```b\n~~~\n```\n"
    signs = paired(text)
    assert signs.fence_after(0) == text.rindex("```")
    assert signs.fence_after(text.rindex("```")) == -1


def test_tags_close_by_name() -> None:
    """At the start of a line, or behind the end of one."""
    text = "<a-b>\n<c-d>\nx\n</c-d>\ny</a-b>\nz\n"
    signs = paired(text)
    assert signs.tag_after(text.index("<c-d>")) == text.index("</c-d>")
    assert signs.tag_after(0) == text.index("z\n")
    assert paired("<a-b>\nx\n").tag_after(0) == -1
    assert paired("<div>\nx\n</div>\n").tag_after(0) == -1


def test_json_is_given_up_after_many_that_were_none() -> None:
    """Each could cost a search over all that follows."""
    odd = '{\n"a"\n' * 100
    text = odd + '{\n"a": 1\n}\n'
    signs = paired(text)
    found = [sign for sign in signs_of(text, sample_of(text)) if sign.sort == "json"]
    assert [signs.json_after(sign.start) for sign in found] == [sign.start for sign in found]
    assert paired('{\n"a": 1\n}\n').json_after(0) == 11


def test_the_next_sign_can_be_asked_for() -> None:
    """Or the end of the text."""
    signs = Signs("x" * 30, [Sign(5, "prompt"), Sign(20, "prompt")])
    assert [signs.follower(place) for place in (0, 5, 6, 20, 21)] == [5, 5, 20, 20, 30]
