"""Extraction beside other extractors: `python -m benchmarks.extraction`, or `make bench-extraction`."""
