"""The command line's entry."""


def main() -> None:
    """Run the command line."""
    raise SystemExit("virtual-client: not wired yet")


if __name__ == "__main__":
    main()
