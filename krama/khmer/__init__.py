"""Khmer text, pure functions, str → str; nothing here knows of sites or pages."""

from krama.khmer.clusters import clusters, truncate
from krama.khmer.dates import format_date, format_range
from krama.khmer.ids import heading_id
from krama.khmer.numerals import khmer_digits

__all__ = ["clusters", "format_date", "format_range", "heading_id", "khmer_digits", "truncate"]
