"""What helps to mend: the brief, the editor, and the command behind an unknown."""
