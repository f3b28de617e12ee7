"""What reading a playbook comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from followup.authoring.written import Written
from followup.core.values.changes import Change, Source
from followup.core.values.playbook import Playbook
from followup.errors import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A playbook that has no errors.

    Attributes:
        playbook: The neutral value.
        digest: Of that value; it does not depend on comments, quotes or the order of keys.
        source: The text of the file.
        file: Its name, as it was given.
        marks: Lines (from 1) by dotted path, such as `messages.check_in.due`. States stand
            directly under `states`, however deep they are in the file.
        warnings: What is doubtful.
        places: File and line (from 1) by dotted path, as in `marks`; of an overlay, each part's own.
        sources: Where the reasons come from, by name.
        extends: The base of an overlay, such as `interview-follow-up@1`; empty for a whole playbook.
        changes: What an overlay changes in its base.
        written: How every named thing is written, by dotted path and key; `changes.differences` compares it.
    """

    playbook: Playbook
    digest: str
    source: str
    file: str
    marks: Mapping[str, int]
    warnings: tuple[Finding, ...] = ()
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    extends: str = ""
    changes: tuple[Change, ...] = ()
    written: Written = field(default_factory=dict, repr=False)
