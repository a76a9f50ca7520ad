"""What is measured, against what: `make benchmark` prints the tables of benchmarks/README.md."""
