"""The criteria sets that ship with the program, one YAML file each."""
