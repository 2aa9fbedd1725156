"""The command line: the only room that prints, reads the clock, the environment and the terminal."""
