"""Starts the program. Worker processes import this module too, so it imports nothing heavy."""


def main() -> None:
    from insdc_sync.cli.app import run  # noqa: PLC0415 - see above

    run()


if __name__ == "__main__":
    main()
