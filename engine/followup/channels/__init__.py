"""Ways out: the hooks that channels come through, the registry, and the plain built-in channels."""
