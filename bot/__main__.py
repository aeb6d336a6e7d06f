"""The command line's entry."""

from bot.cli.group import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
