"""`python -m healthtui.cli`."""

from healthtui.cli import main

main()
