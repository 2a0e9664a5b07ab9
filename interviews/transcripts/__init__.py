"""A file with a talk becomes lines: who speaks, and the draft before it is saved."""
