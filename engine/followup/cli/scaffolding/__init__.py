"""What `playbook new` writes: a playbook, an overlay with what differs, a first scenario."""
