"""One file a command, listed in `cli/registry.py`; commands never import each other."""
