"""Tests of what is prose and what is not."""

from __future__ import annotations

import pytest

from headroom.compressors.prose.likeness import is_prose
from tests.compressors.prose.samples import article, lease

PROSE = {
    "article": article(),
    "lease": lease(),
    "wrapped": lease().replace(" the ", "\nthe "),
    "windows": article().replace("\n", "\r\n"),
    "chinese": "租客應在每月第一天支付租金。房東不得進入房屋。\n\n" * 20,
    "thai": "ผู้เช่าต้องชำระค่าเช่าล่วงหน้าทุกเดือนตามที่ตกลงกันไว้ในสัญญา\n\n" * 20,
    "hindi": "किरायेदार हर महीने की पहली तारीख को किराया देगा। वह जानवर नहीं रखेगा।\n\n" * 20,
    "manual": "".join(
        f"Section {at}\n---------\n\nCall the function to open the file. It gives back a handle, or raises an error.\n\n"
        f"```python\nhandle = open(path_{at})\nhandle.read()\n```\n\n"
        for at in range(20)
    ),
    "man page": "".join(
        f"       --option-{letter}\n           Go through the files in order and write what is found to the output.\n\n"
        "           This is rarely wanted. It takes a while where there are many of them, as each is read\n"
        "           to the end. Files that cannot be read are told about on the error output.\n\n"
        for letter in "abcdefghijklmnop"
    ),
    "bullets": "".join(
        f"- The tenant pays the rent of part {letter}. It is due in advance.\n" for letter in "abcdefghijklmnop"
    ),
    "arrows": article().replace(" older than ", " --> older than "),
}
OTHER = {
    "short options": "usage: tool [options]\n\nA tool that does things to files, one after the other.\n\n"
    + "".join(
        f"  -{letter}, --option-{letter}\n        Do it to each of the files. Files are read once.\n"
        for letter in "abcdefghijkl"
    ),
    "columns of options": "Usage: tool [options]\n\nOptions:\n"
    + "".join(
        f"  --option-{letter} NAME     Write what was found to this file. It is made\n"
        "                        where there is none yet, and written over where\n"
        "                        there is one, so take care.\n"
        for letter in "abcdefghijkl"
    ),
    "commands": "tool 1.0\nUsage: tool command\n\nThe tool manages packages. It has these commands.\n\n"
    + "".join(f"  command-{letter} - Do what the command says to packages.\n" for letter in "abcdefghijkl"),
    "subtitles": "".join(
        f"{at}\n00:01:{at:02},000 --> 00:01:{at:02},900\nThis is what was said then.\nIt went on for long.\n\n"
        for at in range(10, 60)
    ),
    "captions": "WEBVTT\n\n"
    + "".join(
        f"00:{at:02}.000 --> 00:{at:02}.900\nNobody knew\nwhat was said. It\nwent on for long.\n\n" for at in range(10, 60)
    ),
    "log": "".join(
        f"2026-05-01 10:00:{at:02} INFO the worker has started and will take the next job soon.\n" for at in range(60)
    ),
    "levels": "".join(f"[{'INFO' if at % 3 else 'WARN'}] the worker number {at} has started and waits.\n" for at in range(60)),
    "json": '{"text": "' + article() + '"}',
    "csv": "".join(f"{at},tenant {at},paid the rent,{at * 17}\n" for at in range(100)),
    "table": "".join(f"| tenant {at} | paid the rent of the month | {at * 17} |\n" for at in range(100)),
    "columns": "".join(f"tenant {at}      paid the rent      {at * 17}\n" for at in range(100)),
    "paths": "".join(f"/usr/share/doc/package-{at}/README.md\n" for at in range(100)),
    "listing": "".join(f"-rw-r--r-- 1 root root {at * 100} May  1 10:00 file-{at}.txt\n" for at in range(100)),
    "fields": "".join(f"name_{at}: value {at}\n" for at in range(100)),
    "diff": "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n"
    + "".join(f"+ the line number {at} is here.\n" for at in range(60)),
    "code": "".join(f"def function_{at}(value):\n    return value + {at}\n\n\n" for at in range(60)),
    "help": "usage: tool [-h]\n\noptions:\n" + "".join(f"  --option-{at}      what it does\n" for at in range(60)),
    "hits": "".join(f"src/file_{at}.py:{at}:    value = call(value)\n" for at in range(60)),
    "html": "<html><body>" + article() + "</body></html>",
    "blank": " \n" * 100,
    "words": "word " * 2_000,
    "dots": ". " * 2_000,
}


@pytest.mark.parametrize("name", PROSE)
def test_prose_is_known(name: str) -> None:
    """Sentences in any script, with or without headings and code."""
    assert is_prose(PROSE[name])


@pytest.mark.parametrize("name", OTHER)
def test_what_tools_print_is_not(name: str) -> None:
    """Logs, rows, listings, names with values, changes, code, help, markup."""
    assert not is_prose(OTHER[name])
