"""`python -m returndesk.demo_shop` serves the web port."""

from __future__ import annotations

from core.left_out import leave_out


def main() -> None:
    """Serve the pages until the process is stopped."""
    # structlog would show errors in colours with it, and no error of ours is shown in full.
    leave_out("rich")
    from returndesk.demo_shop.serving import serve

    serve()


if __name__ == "__main__":
    main()
