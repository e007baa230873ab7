"""The front door: the command line, the demo, starting and stopping the local services."""
