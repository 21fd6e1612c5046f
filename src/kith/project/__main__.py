"""Runs the command line as `python -m kith.project`."""

from kith.project.command_line import main

main()
