"""A playbook as a picture: one model, drawn as Mermaid, for a terminal, as SVG and as PNG."""
