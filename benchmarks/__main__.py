"""Runs the benchmarks; see benchmarks/README.md."""

from benchmarks.sequencing import main

main()
