"""What a build did, in the words of those who write: stories, changes, and what comes next."""

from datetime import date, datetime, time
from itertools import islice

from krama.options import Coming, Options, Report
from krama.problems import count, errors
from krama.said import Said, listed, said

LATER = 3
"""What comes next is named so many times; more only confuse."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def summary(report: Report, options: Options, seconds: float, lang: str) -> Said:
    """What a writer wants to know of a build; lang: in which they read."""
    rows = [said("{}.", count(report.problems))] if report.problems else []
    if not report.published:
        untouched = said("Nothing was published; the last good site is untouched.")
        if options.strict and not errors(report.problems):
            untouched = said("Nothing was published (--strict: warnings count); the last good site is untouched.")
        return listed([*rows, untouched], " ")
    rows.append(said("Stories: {}.", listed(_stories(*one) for one in report.articles)))
    rows.append(_changes(report, options, f"{seconds:.2f}"))
    rows += report.notices
    if report.finished_earlier:
        rows.append(said("An earlier build had been cut off; it was completed first."))
    rows += (_coming(one, lang) for one in islice(report.coming, LATER))
    if report.coming:
        rows.append(said("Build again then: pages do not come and go by themselves."))
    return listed(rows, "\n")


def moment(when: datetime, lang: str) -> str:
    """A moment in the words of a language, by its own clock: "1 December 2026, 07:00"; without a time at midnight."""
    day, clock = when.date(), when.time()
    if lang == "km":
        from krama import khmer  # noqa: PLC0415 — 36 ms, and a build with nothing to do takes 170

        return khmer.format_date(day) + (f" {khmer.format_time(clock)}" if clock != time() else "")
    return english(day) + (f", {clock:%H:%M}" if clock != time() else "")


def english(day: date) -> str:
    """A day in English words. Babel would say the same, and take 40 ms of a build with nothing to do."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _stories(lang: str, number: int) -> Said:
    return {"en": said("{} in English", number), "km": said("{} in Khmer", number)}[lang]


def _changes(report: Report, options: Options, seconds: str) -> Said:
    if not report.made and not report.removed:
        return said("Nothing changed since the last build; the site is in {} ({} s).", options.out, seconds)
    done = said("{} files made, {} as they were", report.made, report.kept)
    if report.removed:
        done = said("{} files made, {} as they were, {} removed", report.made, report.kept, report.removed)
    return said("{}, in {} ({} s).", done, options.out, seconds)


def _coming(one: Coming, lang: str) -> Said:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 — mostly nothing comes

    when = moment(one.moment.astimezone(ZoneInfo(one.zone)), lang)
    if one.live:
        return said("Next: {} goes live on {}.", one.path, when)
    return said("Next: {} goes away on {}.", one.path, when)
