"""Files of each language, with one function to ask for."""

from __future__ import annotations

from headroom.compressors.source_code.parsing import Parsed, parse_code
from headroom.config import CodeSettings
from headroom.relevance import query_text

__all__ = ["FILES", "PYTHON", "call", "parsed"]

PYTHON = '''\
#!/usr/bin/env python3
# Copyright of somebody.
# All rights are reserved, and this is
# a long story of a licence.
"""Shelves and what stands on them."""

import os
from json import (
    dumps,
    loads,
)

LIMIT = 12


class Shelf:
    """A shelf.

    It holds books, and many a word could be said of the order in which it does so.
    """

    size: int = 3

    @property
    def books(self):
        """The books.

        In the order in which they were put there, the oldest first, the others behind.
        """
        found = [book for book in self._all if not book.is_lent]
        found.sort(key=lambda book: book.number)
        self._last_look = len(found)
        return found

    def lend(self, number, reader):
        # Books that are lent already stay away.
        book = self._all[number]
        if book.is_lent:
            raise ValueError("that book is not here at the moment")
        book.reader = reader
        book.is_lent = True
        self._lent_so_far += 1
        self._log.append((number, reader, "lent"))
        return book


def register_shelf_format(name, reader, extras=()):
    """Register a format."""
    if not callable(reader):
        raise TypeError("the reader is no function")
    for extra in extras:
        if len(extra) != 2:
            raise TypeError("extras are pairs")
    _FORMATS[name] = (reader, tuple(extras))
    _ORDER.append(name)
    _ORDER.sort(key=lambda each: _FORMATS[each][0].__name__)


async def parse_labels(text, *, strict=False):
    labels = {}
    for line in text.splitlines():
        key, separator, value = line.partition(":")
        if not separator and strict:
            raise LookupError(f"no separator in {line!r}")
        labels[key.strip()] = normal(value)
    return labels


def normal(value):
    value = value.strip().casefold()
    for old, new in (("a", "b"), ("c", "d"), ("e", "f")):
        value = value.replace(old, new)
    return value or None
'''

_JAVASCRIPT = """\
'use strict'

/**
 * Module dependencies.
 * @private
 */
var Buffer = require('safe-buffer').Buffer
var res = Object.create(http.ServerResponse.prototype)

module.exports = res

/**
 * Set the header `field`.
 *
 * Examples of how to do so follow here:
 *
 *    res.header('a', 'b')
 */
res.header = function header(field, value) {
  if (arguments.length !== 2) {
    throw new TypeError('two arguments are wanted here')
  }
  const written = Array.isArray(value) ? value.map(String) : String(value)
  this.headers.push([field, written])
  this.lastHeader = field
  return this
}

res.vary = function(field) {
  // Nothing to vary on.
  if (!field) {
    return this
  }
  vary(this, field)
  this.variedOn = field
  this.variedCount = (this.variedCount || 0) + 1
  return this
}

const resolveAll = async ({address, family}) => {
  const found = await lookup(address, {all: true, family: family || 4})
  for (const each of found) {
    seen.add(each.address)
  }
  return found.map((each) => each.address)
}

class Cache extends Map {
  #size = 12
  load(key) {
    const value = super.get(key)
    if (value === undefined) {
      this.misses += 1
      this.lastMiss = `missed ${key} { again`
      return null
    }
    return value
  }
}
"""

_TYPESCRIPT = """\
import { Injectable } from '@angular/core';

export interface Shape {
  size: number;
  name?: string;
}

export type Sizes = Record<string, number>;

@Injectable()
export class Shapes<T extends Shape> {
  private readonly all: Map<string, T> = new Map();

  constructor(private readonly limit: number) {
    this.limit = Math.max(1, limit);
    this.started = new Date();
    this.listeners = [];
  }

  async grow(name: string, by = 1): Promise<T | undefined> {
    const shape = this.all.get(name);
    if (shape === undefined) {
      throw new RangeError(`no shape called ${name}`);
    }
    shape.size += by;
    this.listeners.forEach((listener) => listener(shape));
    return shape;
  }
}
"""

_GO = """\
package shelf

import (
	"errors"
	"fmt"
)

// Shelf holds books.
type Shelf struct {
	Size  int
	books map[int]string
}

// Lend gives a book away.
func (s *Shelf) Lend(number int, reader string) (string, error) {
	book, ok := s.books[number]
	if !ok {
		return "", errors.New("that book is not here")
	}
	delete(s.books, number)
	s.lent[number] = reader
	fmt.Println("lent", number, "to", reader)
	return book, nil
}

func Count(shelves []*Shelf) int {
	total := 0
	for _, shelf := range shelves {
		switch {
		case shelf == nil:
			continue
		default:
			total += len(shelf.books)
		}
	}
	return total
}
"""

_RUST = """\
use std::collections::HashMap;

/// A shelf.
#[derive(Debug, Clone)]
pub struct Shelf {
    pub size: usize,
    books: HashMap<u32, String>,
}

impl Shelf {
    /// Gives a book away.
    pub fn lend(&mut self, number: u32) -> Result<String, Error> {
        let Some(book) = self.books.remove(&number) else {
            return Err(Error::new("that book is not here"));
        };
        self.lent.push(number);
        self.log(format!("lent {number}"));
        self.count += 1;
        Ok(book)
    }

    pub fn total(&self) -> usize {
        let mut total = 0;
        for (number, book) in &self.books {
            total += match number {
                0 => 1,
                _ => book.len(),
            };
        }
        total
    }
}
"""

_JAVA = """\
package org.example.shelf;

import java.util.List;

/**
 * A shelf.
 */
public class Shelf extends Furniture implements Iterable<Book> {
    private final List<Book> books;

    @Override
    public Book lend(int number) throws LendingException {
        Book book = books.get(number);
        if (book.isLent()) {
            throw new LendingException("that book is not here");
        }
        book.setLent(true);
        log.info("lent {}", number);
        count += 1;
        return book;
    }

    public int total() {
        int total = 0;
        for (Book book : books) {
            total += book.pages();
            log.debug("{} has {}", book.title(), book.pages());
        }
        return total;
    }
}
"""

_C = """\
#include <stdio.h>
#include "shelf.h"

#define TWICE(x) \\
	((x) * 2)

struct shelf {
	int size;
	char *name;
};

/* Gives a book away. */
static int
lend_book(struct shelf *shelf, int number)
{
	if (number < 0 || number >= shelf->size) {
		errno = EINVAL;
		return -1;
	}
#ifdef LOGGING
	fprintf(stderr, "lent %d of %s\\n", number, shelf->name);
#endif
	shelf->lent[number] = 1;
	shelf->count += TWICE(number);
	return 0;
}

int count_books(const struct shelf *shelf)
{
	int total = 0;
	for (int i = 0; i < shelf->size; i++) {
		if (!shelf->lent[i])
			total++;
	}
	return total;
}
"""

_CPP = """\
#include <vector>

namespace shelf {

template <typename Book>
class Shelf : public Furniture {
 public:
  explicit Shelf(int size) : size_(size) {
    books_.reserve(size);
    log("a shelf of {}", size);
    opened_ = true;
  }

  Book lend(int number) {
    if (number >= size_) {
      throw std::out_of_range("that book is not here");
    }
    auto book = std::move(books_[number]);
    books_.erase(books_.begin() + number);
    return book;
  }

 private:
  std::vector<Book> books_;
  int size_;
};

}  // namespace shelf

int shelf::count(const Room& room) {
  int total = 0;
  for (const auto& each : room.shelves()) {
    total += each.size();
    room.note(each.name(), each.size());
  }
  return total;
}
"""

_STATEMENT = "remember_what_was_done(and_how_long_it_took, and_by_whom)"


def _rest(opening: str, indent: str, end: str, closing: str) -> str:
    """One more function, of many statements that nobody asks for."""
    return f"\n{opening}\n" + f"{indent}{_STATEMENT}{end}\n" * 14 + closing


_OPENINGS = {
    "py": ("def rest():", "    ", "", ""),
    "js": ("function rest() {", "  ", "", "}\n"),
    "ts": ("function rest(): void {", "  ", ";", "}\n"),
    "go": ("func rest() {", "\t", "", "}\n"),
    "rs": ("fn rest() {", "    ", ";", "}\n"),
    "java": ("class Rest { void rest() {", "    ", ";", "}\n}\n"),
    "c": ("static void rest(void) {", "\t", ";", "}\n"),
    "cpp": ("void rest() {", "  ", ";", "}\n"),
}
_FILES: dict[str, tuple[str, str, str]] = {
    "py": (PYTHON, "Shelf.lend", "    def lend("),
    "js": (_JAVASCRIPT, "vary", "res.vary = function(field) {"),
    "ts": (_TYPESCRIPT, "grow", "  async grow("),
    "go": (_GO, "Lend", "func (s *Shelf) Lend("),
    "rs": (_RUST, "lend", "    pub fn lend("),
    "java": (_JAVA, "lend", "    @Override\n    public Book lend("),
    "c": (_C, "lend_book", "static int\nlend_book("),
    "cpp": (_CPP, "lend", "  Book lend("),
}
FILES = {suffix: (text + _rest(*_OPENINGS[suffix]), name, start) for suffix, (text, name, start) in _FILES.items()}
"""Suffix -> a file, a name in it, and how what it names starts."""


def call(suffix: str) -> str:
    """Arguments of a call that read such a file."""
    return f'{{"path": "src/some/file.{suffix}"}}'


def parsed(suffix: str, text: str = "") -> Parsed:
    """The file of a language, or another text as one, as it was read."""
    settings = CodeSettings(min_tokens_for_compression=1)
    return parse_code(text or FILES[suffix][0], query_text("", call(suffix)), settings).unwrap()
