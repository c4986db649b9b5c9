"""`voronka bench duplicates` line by line: each search in a process of its own, so that its memory can be told."""

import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from voronka.management.bench.labelled import Labelled, febrl_3, labelled_file

if TYPE_CHECKING:
    from voronka.management.bench.duplicates import Agreement, Measured

ORGANISATIONS = "organisation_sites_labelled.csv"
PERSONS = "persons_with_errors_labelled.parquet"


@dataclass(frozen=True, slots=True)
class _Febrl:
    def read(self) -> Labelled:
        return febrl_3()


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    persons: bool

    def read(self) -> Labelled:
        return labelled_file(self.path, persons=self.persons)


@dataclass(frozen=True, slots=True)
class _Invented:
    count: int

    def read(self) -> Labelled:
        from voronka.management.bench.duplicates import invented  # noqa: PLC0415 - it takes duckdb along

        return invented(self.count)


_Source = _Febrl | _File | _Invented


def duplicate_lines(folder: Path, file: Path | None, *, persons: bool, contacts: int) -> Iterator[str]:
    """The lines of the report, each as soon as it is known. Pairs are counted over all pairs of records.

    Raises:
        NotThereError: a file is missing.
    """
    sources: list[_Source] = (
        [_File(file, persons)]
        if file is not None
        else [
            _Febrl(),
            _File(folder / ORGANISATIONS, persons=False),
            _File(folder / PERSONS, persons=True),
            _Invented(contacts),
        ]
    )
    for source in sources:
        # A new process for each: its memory is its own, and duckdb is left out of this one.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            yield from _told(apart.submit(_measure, source).result())


def _measure(source: _Source) -> "Measured":
    from voronka.management.bench.duplicates import measured  # noqa: PLC0415 - in the process of its own only

    return measured(source.read())


def _told(one: "Measured") -> Iterator[str]:
    yield f"{one.name}: {one.records:,} records, {one.true_pairs:,} pairs are one"
    yield f"  scored pairs     {_agreement(one.pairwise)}"
    yield f"  groups           {_agreement(one.grouped)}"
    share = one.lost / one.true_pairs if one.true_pairs else 0.0
    yield f"  looked at        {one.pairs:,} pairs; lost in blocking {one.lost:,} ({share:.1%}); left out under common keys {one.left_out:,}"
    memory = f"{one.cost.memory:,.0f} MiB at most" if one.cost.memory else f"memory unknown on {sys.platform}"
    yield f"  cost             {one.cost.seconds:.1f} CPU seconds, {memory}"


def _agreement(one: "Agreement") -> str:
    return f"precision {one.precision:.4f}  recall {one.recall:.4f}  F1 {one.f1:.4f}"
