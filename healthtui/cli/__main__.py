"""`python -m healthtui.cli`."""

from healthtui.cli import main

if __name__ == "__main__":  # a worker process imports this module again
    main()
