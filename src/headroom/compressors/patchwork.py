"""The compressor for what is of no one kind: the JSON in it, or what repeats itself."""

from __future__ import annotations

import msgspec
from returns.result import Failure, Result, Success

from headroom.compressors.contract import Compressed, Skip
from headroom.compressors.folds import Folds
from headroom.compressors.json_records import JsonRecords
from headroom.config import Settings, TextSettings

__all__ = ["Patchwork"]


class Patchwork(msgspec.Struct, frozen=True):
    """JSON of which rows are left out before all else, then folds, then JSON written without white space.

    The latter has nothing to know it by, so it must be such that nobody would fold it the next time.
    """

    records: JsonRecords = JsonRecords()
    folds: Folds = Folds()

    @classmethod
    def from_settings(cls, settings: Settings) -> Patchwork:
        """The compressor with these settings."""
        return cls(JsonRecords.from_settings(settings), Folds.from_settings(settings))

    @property
    def kind(self) -> str:
        """`text`."""
        return "text"

    @property
    def settings(self) -> TextSettings:
        """Those of the folds, turned on where either of both is."""
        return msgspec.structs.replace(
            self.folds.settings, enabled=self.folds.settings.enabled or self.records.settings.enabled
        )

    def __call__(self, text: str, query: str) -> Result[Compressed, Skip]:
        """The shorter text, as of the kind that it was treated as, or why it stays."""
        records = self.records(text, query) if self.records.settings.enabled else Failure(Skip("JSON is off"))
        written = records.value_or(None)
        if written is not None and written.original:
            return Success(msgspec.structs.replace(written, kind=self.records.kind))
        if not self.folds.settings.enabled:
            return records
        match self.folds(text, query):
            case Success(folded):
                return Success(msgspec.structs.replace(folded, kind=self.folds.kind))
        if written is None or isinstance(self.folds(written.text, query), Success):
            return Failure(Skip("nothing to leave out"))
        return Success(msgspec.structs.replace(written, kind=self.records.kind))
