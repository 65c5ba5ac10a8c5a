"""Khmer text, pure functions, str → str; nothing here knows of sites or pages."""

from krama.khmer.clusters import clusters, truncate
from krama.khmer.dates import format_date, format_range, format_time
from krama.khmer.ids import heading_id
from krama.khmer.legacy import legacy
from krama.khmer.lint import Finding, lint
from krama.khmer.lunar import lunar_date
from krama.khmer.normal import fix, fold
from krama.khmer.numerals import group, khmer_digits
from krama.khmer.order import index_letter, sort_key
from krama.khmer.sentences import reading_minutes, sentences, word_count
from krama.khmer.units import units

__all__ = [
    "Finding",
    "clusters",
    "fix",
    "fold",
    "format_date",
    "format_range",
    "format_time",
    "group",
    "heading_id",
    "index_letter",
    "khmer_digits",
    "legacy",
    "lint",
    "lunar_date",
    "reading_minutes",
    "sentences",
    "sort_key",
    "truncate",
    "units",
    "word_count",
]
