"""Run the tracekit command: python -m tracekit."""

from tracekit.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
