"""What `playbook check` does: find the playbooks, read, prove and test each, and place what is found."""
