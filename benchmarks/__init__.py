"""What is fast, measured against a reference in the same run. Every module `bench_*` here is one benchmark."""
