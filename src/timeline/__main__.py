"""Lets the program be run as `python -m timeline`."""

from timeline.cli.app import main

main()
