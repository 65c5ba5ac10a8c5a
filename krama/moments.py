"""Moments as machines read them, and as writers write them. A day without a time is midnight in the site's zone."""

from datetime import UTC, datetime, time, tzinfo


def iso(moment: datetime) -> str:
    """A moment for <time datetime>: the day alone where it stands for a day."""
    return moment.date().isoformat() if moment.time() == time(0) else moment.isoformat(timespec="minutes")


def rfc3339(moment: datetime) -> str:
    """A moment in UTC, to the second: 2014-10-15T17:00:00Z (RFC 3339)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def written(moment: datetime, zone: tzinfo) -> str:
    """A moment as a writer would write it: 2014-10-16, or 2014-10-16 08:30."""
    local = moment.astimezone(zone)
    return f"{local:%Y-%m-%d}" if local.time() == time(0) else f"{local:%Y-%m-%d %H:%M}"
