"""`python -m returndesk` is the same as the `returndesk` command."""

from returndesk.cli.command import main

if __name__ == "__main__":
    main()
