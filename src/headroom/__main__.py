"""`python -m headroom`: the command line."""

from __future__ import annotations

from headroom.cli.main import main

if __name__ == "__main__":
    main()
