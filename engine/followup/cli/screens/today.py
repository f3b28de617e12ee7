"""The screen of `today`: what needs a person now, else until when nothing does, and why."""

from __future__ import annotations

from followup.cli.phrases import plural
from followup.cli.screens import leaving
from followup.cli.screens import needs as need_lines
from followup.cli.screens.page import Look, beside, bold, wrap
from followup.runtime.views import Next, Today

MOST_LEAVING = 5

FIRST = (
    "Followup drafts, reminds and waits for you. It sends only what you approve. No cases yet.",
    "  playbook start     you had an interview: a few questions, two minutes",
    "  playbook demo      see half a year of one in seconds; nothing is sent",
    "After that, once a day:  playbook step          All commands: playbook --help",
)


def lines(view: Today, look: Look) -> list[str]:
    """Return the screen."""
    if view.counts.cases == 0:
        return list(FIRST)
    if view.needs:
        return _wanted(view, look)
    return [*_calm(view, look), *_troubles(view)]


def _wanted(view: Today, look: Look) -> list[str]:
    total = len(view.needs) + view.more
    found = [bold(f"{total} for you"), *need_lines.rows(view.needs, look)]
    if total == 1:
        found += need_lines.details(view.needs[0], look)
    if view.more:
        found.append(f"  and {view.more} more: playbook today --all")
    return [
        *found,
        *_by_itself(view, look),
        *_troubles(view),
        *beside(_rest(view, look), f"Next: {need_lines.first_command(view.needs)}", look),
    ]


def resting(view: Today, look: Look) -> str:
    """Return how many cases rest, and what comes next: `36 cases rest, next Mon 5 Oct 14:00`."""
    count = view.counts.resting
    at = f", next {look.moment(view.next.moment.at)}" if view.next and view.next.moment else ""
    return f"{plural(count, 'case')} {'rests' if count == 1 else 'rest'}{at}."


def _by_itself(view: Today, look: Look) -> list[str]:
    """Return what leaves without anybody doing more."""
    found = [line for one in view.leaving[:MOST_LEAVING] for line in leaving.sentence(one, look)]
    more = len(view.leaving) - MOST_LEAVING
    return [*found, f"and {more} more approved messages."] if more > 0 else found


def _rest(view: Today, look: Look) -> str:
    """Return what comes next by itself and what the other cases do, so that nothing is hidden."""
    count = view.counts.resting
    cases = f"{plural(count, 'case')} {'rests' if count == 1 else 'rest'}"
    coming = None if view.next is None or view.next.leaves else view.next
    if coming is None or coming.moment is None:
        return f"{cases}." if count else "" if view.leaving else "Nothing else has a date."
    if count:
        return f"{cases}; the next thing after these: {look.moment(coming.moment.at)}."
    at = look.when(coming.moment.at, there=coming.zone)
    return f"After that nothing until {at}: {_ended(need_lines.brief(coming.text))}"


def _calm(view: Today, look: Look) -> list[str]:
    if view.next is None:
        what = (
            f"{plural(view.counts.resting, 'case')} without a date"
            if view.counts.resting
            else "no case is open"
        )
        return [f"Nothing to do, and nothing has a date: {what}. If you hear anything: playbook tell CASE"]
    return rest(view.next, look)


def rest(upcoming: Next, look: Look) -> list[str]:
    """Return the calm sentence: until when nothing is to do, because of what, and what comes then."""
    tell = f"If you hear anything: playbook tell {upcoming.case}"
    if upcoming.leaves:
        return [*leaving.sentence(upcoming, look), f"Nothing to do for you until then. {tell}"]
    if upcoming.moment is None:
        because = f", because {upcoming.because}" if upcoming.because else ""
        return [*wrap(f"Nothing to do, and nothing has a date{because}.", look.width), tell]
    until = f"Nothing to do until {look.when(upcoming.moment.at, there=upcoming.zone)}"
    found = (
        [*wrap(f"{until},", look.width), *wrap(f"because {upcoming.because}.", look.width)]
        if upcoming.because
        else wrap(f"{until}.", look.width)
    )
    return [*found, *beside(_then(upcoming.text), tell, look)] if upcoming.text else [*found, tell]


def _then(text: str) -> str:
    """Return what comes then, ended as a sentence."""
    return f"Then: {_ended(need_lines.brief(text))}"


def _ended(text: str) -> str:
    return text if text[-1:] in (".", "?", "!", "…") else f"{text}."


def _troubles(view: Today) -> list[str]:
    counts = view.counts
    found = []
    if counts.held:
        found.append(f"{counts.held} on hold: nothing leaves there until: playbook hold CASE --lift")
    if counts.in_doubt and not view.needs:
        found.append(f"{counts.in_doubt} in doubt; see: playbook list")
    return found
