"""Krama: a static site generator for bilingual civil-society hubs in English and Khmer."""

__version__ = "0.1.0"
