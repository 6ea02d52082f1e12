"""Run every benchmark: `make bench`, or `python -m benchmarks`."""

import sys

from benchmarks import dedup, flow

if __name__ == "__main__":
    sys.exit(max(flow.main(), dedup.main()))
