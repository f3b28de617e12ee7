"""Time in a playbook's sense: business days, time sentences and opening hours, all pure."""
