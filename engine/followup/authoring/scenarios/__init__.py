"""Tests files: scenarios beside a playbook, from YAML to values, and fitted to their playbook."""

from followup.authoring.scenarios.fitting import fitted
from followup.authoring.scenarios.reading import Suite, read

__all__ = ["Suite", "fitted", "read"]
