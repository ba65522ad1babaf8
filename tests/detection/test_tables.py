"""Tables are told by separators that are the same in number on each line, or by columns."""

from __future__ import annotations

import pytest

from headroom.detection import detect
from headroom.detection.sample import sample_of
from headroom.detection.tables import guess_table
from tests.detection.catalogue import ALL, format_of, others

TRAPS = {
    "clauses": (
        "First, we look at it, and then we go.\n"
        "Then, if it is there, we take it, too.\n"
        "Last, as ever, we leave, and come back.\n"
    ),
    "calls": "foo(a, b, c);\nfoo(d, e, f);\nfoo(g, h, i);\n",
    "services": "web | started\ndb | started\nweb | GET /\n",
    "logfmt": "a=1,b=2,c=3\na=2,b=3,c=4\na=3,b=4,c=5\n",
    "statements": "a = 1; b = 2;\nc = 3; d = 4;\ne = 5; f = 6;\n",
    "the same words": "one two\nthree four\nfive six\n",
}
"""By what they are."""


@pytest.mark.parametrize("name", ALL["table"])
def test_every_format_is_known(name: str) -> None:
    """With a score above all doubt, and by its name."""
    found = guess_table(sample_of(ALL["table"][name]))
    assert found.score >= 0.75
    assert found.format == format_of("table", name)


@pytest.mark.parametrize(("kind", "name"), others("table"))
def test_other_kinds_score_low(kind: str, name: str) -> None:
    """A sample of another kind is never surely one of this."""
    assert guess_table(sample_of(ALL[kind][name])).score < 0.85


@pytest.mark.parametrize("text", [*TRAPS.values()], ids=[*TRAPS])
def test_traps_score_low(text: str) -> None:
    """What only looks like it from afar."""
    assert guess_table(sample_of(text)).score < 0.85


@pytest.mark.parametrize("text", ["", "\n\n", " ", "\x00", "\ud800", "\ufeff", "\r"])
def test_next_to_nothing_scores_low(text: str) -> None:
    """And raises nothing."""
    assert guess_table(sample_of(text)).score < 0.85


OUTPUTS = {
    "df": (
        "Filesystem     1K-blocks      Used Available Use% Mounted on",
        "/dev/sd{n:<5}  {big:10} {n:9} {n:9}  {n:2}% /vol/disk{n}",
    ),
    "df -h": (
        "Filesystem      Size  Used Avail Use% Mounted on",
        "/dev/sd{n:<3}       100G   {n:2}G   {n:2}G  {n:2}% /vol/disk{n}",
    ),
    "free": (
        "               total        used        free      shared  buff/cache   available",
        "Mem{n:<2}:     {big:9} {big:11} {n:11} {n:11} {n:11} {n:11}",
    ),
    "dpkg": (
        (
            "Desired=Unknown/Install/Remove/Purge/Hold\n"
            "| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend\n"
            "|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)\n"
            "||/ Name           Version        Architecture Description\n"
            "+++-==============-==============-============-================================="
        ),
        "ii  lib{n:<11} 1.{n:<12} amd64        shared library number {n}",
    ),
    "events": (
        "LAST SEEN   TYPE      REASON      OBJECT        MESSAGE",
        '{n:2}m         Normal    Pulled      pod/web-{n:<5} Container image "nginx:1.{n}" already present',
    ),
    "images": (
        "REPOSITORY          TAG       IMAGE ID       CREATED         SIZE",
        "shop/web{n:<11} 1.{n:<7} {n:012x}   {n} weeks ago     {n}MB",
    ),
    "ss": (
        "Netid State  Recv-Q Send-Q Local Address:Port  Peer Address:Port Process",
        'tcp   LISTEN 0      128        127.0.0.1:80{n:02}       0.0.0.0:*     users:(("web",pid={n},fd=3))',
    ),
    "top": (
        (
            "top - 08:00:00 up 9 days,  2:00,  1 user,  load average: 0.1, 0.2, 0.3\n"
            "Tasks:  90 total,   1 running\n%Cpu(s):  1.0 us\nMiB Mem :   7000.0 total\nMiB Swap:   2000.0 total\n\n"
            "    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND"
        ),
        "{n:7} root      20   0 {big:7}   9000   5000 S   0.{n:<3} 0.1   0:00.07 worker{n}",
    ),
    "netstat": (
        (
            "Active Internet connections (servers and established)\n"
            "Proto Recv-Q Send-Q Local Address           Foreign Address         State      "
        ),
        "tcp        0      0 127.0.0.1:80{n:02}          0.0.0.0:*               LISTEN     ",
    ),
    "vmstat": (
        (
            "procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu-----\n"
            " r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st"
        ),
        " 1  0 117427 319816 123456 2377268    0    0    {n}    {n}  100  200 {n}  1 90  0  0",
    ),
}
"""The heading and a row of what common tools print."""


@pytest.mark.parametrize("times", [9, 90])
@pytest.mark.parametrize("name", OUTPUTS)
def test_columns_below_a_heading_are_a_table(name: str, times: int) -> None:
    """Left or right in their columns, too wide for them, and with titles above or paths among them."""
    heading, row = OUTPUTS[name]
    found = detect("\n".join([heading, *(row.format(n=n, big=n * 70_001) for n in range(times)), ""]))
    assert (found.kind, found.format) == ("table", "columns")


def test_two_columns_of_words_are_a_table() -> None:
    """Below their names, with one comma a line, which no space follows; else they are words."""
    rows = [f"word{n},what it means in place {n}" for n in range(40)]
    assert detect("\n".join(["term,meaning", *rows])).format == "csv"
    assert detect("\n".join(["So it is, at last", *(row.replace(",", ", ") for row in rows)])).kind != "table"


def test_records_between_tabs_are_a_log() -> None:
    """Without a heading; with one they are a table."""
    rows = "\n".join(f"2025-11-20T08:00:{n % 60:02}Z\tinfo\tapp/main.go:{n}\thandled" for n in range(60))
    assert detect(rows).kind == "log"
    assert detect(f"time\tlevel\tplace\tsaid\n{rows}").kind == "table"
