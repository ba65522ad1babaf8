"""Contents of files and words of people, each under the kind that it should be taken for."""

from __future__ import annotations

__all__ = ["CODE", "CONFIG", "JSON", "MARKUP", "PROSE"]

JSON = {
    "object": '{"id": 1, "name": "x", "tags": ["a", "b"]}',
    "pretty": '{\n  "id": 1,\n  "items": [\n    {"a": 1},\n    {"a": 2}\n  ]\n}\n',
    "array": '[\n  {\n    "id": 1\n  },\n  {\n    "id": 2\n  }\n]\n',
    "numbers": "[1, 2, 3, 4.5, -6e7]",
    "lines": '{"id": 1, "ok": true}\n{"id": 2, "ok": false}\n{"id": 3, "ok": true}\n',
    "log lines": (
        '{"level":"info","ts":"2024-05-01T10:00:00Z","msg":"start"}\n{"level":"error","ts":"2024-05-01T10:00:01Z","msg":"no"}\n'
    ),
    "one after another": '{\n  "id": 1\n}\n{\n  "id": 2\n}\n',
    "rows in an array": '[{"id": 1},\n{"id": 2},\n{"id": 3}]\n',
    "in a string": '"{\\"id\\": 1, \\"name\\": \\"x\\"}"',
    "with a byte order mark": '\ufeff{"id": 1}',
    "empty": "[]",
    "matrix": "[[1, 2], [3, 4], [5, 6]]",
    "cut": '[\n  {\n    "id": 1,\n    "name": "x"\n  },\n  {\n    "id": 2,\n    "name": "y"\n... [output truncated]',
}

CODE = {
    "python": """\
import os
from pathlib import Path

LIMIT = 3


def find(path: Path) -> list[str]:
    \"\"\"The names below a path.\"\"\"
    if not path.exists():
        return []
    return [entry.name for entry in path.iterdir()][:LIMIT]
""",
    "python that logs": """\
import logging

logger = logging.getLogger(__name__)


def run(job):
    logger.info("INFO starting job %s", job.id)
    try:
        job.run()
    except Exception:
        logger.exception("ERROR: job %s failed", job.id)
        raise
    logger.info("done at 10:00:01")
""",
    "python, mostly documentation": """\
\"\"\"Text wrapping and filling.

This module wraps paragraphs of text, so that every line is at most so many
characters long. It is used by the command line for its help texts.

Words longer than a line are broken, unless the caller says otherwise. See the
class for all the options, each of which is also an attribute.
\"\"\"

# Copyright of the authors.
# This file is distributed under the same terms as the rest.

import re

__all__ = ["wrap"]


class Wrapper:
    \"\"\"Wraps text, one paragraph at a time.

    The options are the width, the indentation of the first line, and the one
    of the lines that follow it. Whitespace is replaced by single spaces first,
    and then the text is split into chunks at the places where it may break.
    \"\"\"

    def wrap(self, text):
        \"\"\"The lines of a paragraph that is wrapped to the width.

        The text is split into chunks, which are put together again until a
        line is full.
        \"\"\"
        chunks = self._split(text)
        return self._join(chunks)


def wrap(text):
    \"\"\"The lines of a paragraph, wrapped.\"\"\"
    return Wrapper().wrap(text)
""",
    "javascript": """\
const fs = require('fs');

function load(path) {
  const data = JSON.parse(fs.readFileSync(path, 'utf8'));
  return data.items.map((item) => {
    return { ...item, loaded: true };
  });
}

module.exports = { load };
""",
    "typescript": """\
import { Injectable } from '@angular/core';

export interface User {
  id: number;
  name: string;
}

@Injectable()
export class UserService {
  private users: User[] = [];

  find(id: number): User | undefined {
    return this.users.find((user) => user.id === id);
  }
}
""",
    "java": """\
package com.example.app;

import java.util.List;

public class Main {
    private final List<String> names;

    public Main(List<String> names) {
        this.names = names;
    }

    public static void main(String[] args) {
        System.out.println("hello");
    }
}
""",
    "c": """\
#include <stdio.h>
#include <stdlib.h>

static int add(int a, int b)
{
    return a + b;
}

int main(void)
{
    /* prints three */
    printf("%d\\n", add(1, 2));
    return 0;
}
""",
    "go": """\
package main

import (
\t"fmt"
\t"os"
)

func main() {
\tif len(os.Args) < 2 {
\t\tfmt.Println("usage")
\t\tos.Exit(1)
\t}
\tname := os.Args[1]
\tfmt.Printf("hello %s\\n", name)
}
""",
    "rust": """\
use std::collections::HashMap;

pub struct Counter {
    counts: HashMap<String, usize>,
}

impl Counter {
    pub fn add(&mut self, word: &str) {
        let entry = self.counts.entry(word.to_string()).or_insert(0);
        *entry += 1;
    }
}
""",
    "ruby": """\
require 'json'

class Loader
  attr_reader :path

  def initialize(path)
    @path = path
  end

  def load
    JSON.parse(File.read(path)).each do |item|
      puts item['name']
    end
  end
end
""",
    "shell": """\
#!/usr/bin/env bash
set -euo pipefail

for file in *.log; do
  if [ -s "$file" ]; then
    gzip "$file"
  fi
done
echo "done"
""",
    "sql": """\
SELECT u.id, u.name, count(o.id) AS orders
FROM users u
LEFT JOIN orders o ON o.user_id = u.id
WHERE u.created_at > '2024-01-01 00:00:00'
GROUP BY u.id, u.name
ORDER BY orders DESC;
""",
    "css": """\
.button {
  color: #fff;
  padding: 4px 8px;
}

#main > .item:hover {
  background: rgb(1, 2, 3);
}
""",
    "php": """\
<?php

namespace App\\Models;

use App\\Database;

class User
{
    public function find($id)
    {
        $row = Database::query("select 1", [$id]);
        return $row;
    }
}
""",
    "numbered with arrows": """\
     1→import os
     2→
     3→def main():
     4→    print(os.getcwd())
     5→
     6→if __name__ == "__main__":
     7→    main()
""",
    "numbered with tabs": """\
     1\timport os
     2\t
     3\tdef main():
     4\t    print(os.getcwd())
     5\t
     6\tif __name__ == "__main__":
     7\t    main()
""",
    "numbered with colons": """\
12: def main():
13:     value = load()
14:     if value is None:
15:         return 1
16:     print(value)
17:     return 0
""",
    "a viewer's window": """\
[File: /repo/app/main.py (40 lines total)]
(4 more lines above)
5:import os
6:
7:def main():
8:    print(os.getcwd())
9:    return 0
10:
11:class Runner:
12:    def run(self):
13:        return main()
(27 more lines below)
""",
    "with CRLF": "import os\r\n\r\ndef main():\r\n    return os.getcwd()\r\n\r\nprint(main())\r\n",
}

CONFIG = {
    "yaml": """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
  labels:
    app: api
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: api
          image: example/api:1.2
          ports:
            - containerPort: 8080
""",
    "yaml with words": """\
name: CI
description: Runs the tests on every push, and tells us what is broken
on: [push, pull_request]
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Run the tests
        run: |
          pip install -e .
          pytest -q
""",
    "toml": """\
[project]
name = "app"
version = "1.0"
dependencies = [
  "requests>=2",
]

[tool.pytest.ini_options]
addopts = "-q"
""",
    "ini": """\
[server]
host = localhost
port = 8080
; a comment

[client]
timeout = 30
retries = 3
""",
    "env": """\
# database
DATABASE_URL=postgres://user:pw@localhost/app
REDIS_URL=redis://localhost:6379
DEBUG=false
export SECRET_KEY=abc
""",
    "properties": """\
server.port=8080
spring.datasource.url=jdbc:postgresql://localhost/app
spring.datasource.username=app
logging.level.root=INFO
""",
}

MARKUP = {
    "page": """\
<!DOCTYPE html>
<html>
<head><title>Words</title></head>
<body>
<p>Some words, and <a href="x">a link</a>.</p>
</body>
</html>
""",
    "fragment": """\
<div class="content">
  <h1>Title</h1>
  <p>Some words.</p>
  <ul>
    <li>one</li>
    <li>two</li>
  </ul>
</div>
""",
    "xml": """\
<?xml version="1.0" encoding="UTF-8"?>
<catalog>
  <book id="1"><title>Words</title></book>
  <book id="2"><title>More</title></book>
</catalog>
""",
    "xml without a declaration": """\
<catalog>
  <book id="1"><title>Words</title></book>
  <book id="2"><title>More</title></book>
</catalog>
""",
    "one line": "<div><p>Some words.</p><p>More words.</p><ul><li>one</li><li>two</li></ul></div>",
}

PROSE = {
    "words": """\
The service failed twice this week. The first error was a timeout of the database, which had run out of
connections; the second was ours. We have raised the limit since, and nobody has seen either again.

What we should do next is to look at the pool. If it grows, somebody keeps connections open for too long.
""",
    "words about errors": """\
I looked into the ERROR lines that you sent me. All of them say that the connection was refused, and the
WARNING before each of them says why: the pool was empty. At 10:00:01 the first request failed, and at
10:05:12 the last one. The traceback does not matter here, since it is only the place where we noticed it.
""",
    "markdown": """\
# Headroom

A library that makes what you send smaller.

## Install

- Get Python 3.11 or later.
- Install the package with the installer of your choice.
- Read the rest of this page, which is not long.

## Use

Call one function with your messages, and send what comes back.
""",
    "markdown with a table": """\
# Options

The options of the command are these, each with its default. Those that take a path look for it below the
folder in which the command was started.

| Option | Default |
|--------|---------|
| `--out` | `.` |
| `--all` | no |

Options can also be given in the configuration file, under the same names. What stands on the command line
wins over what stands in the file.
""",
    "a letter": """\
Dear all,

thank you for coming to the meeting on Monday. Here is what we agreed on: the release is moved by a week,
and the documentation is finished before it, not after it.

Best wishes,
Ann
""",
    "rst": """\
Abstract
========

This document proposes a new way to write things down. It is meant for people who have written a lot.

Motivation
==========

Writing is hard, and reading what was written is harder. The way that is proposed here makes both easier:

* it takes fewer words,
* it says them in the order in which they are needed.
""",
    "other script": "これは日本語の文章です。エラーについて説明します。\n接続が拒否されましたが、すぐに回復しました。\n",
}
