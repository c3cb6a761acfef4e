"""What managers and members see in figures: plain records and their formulas, as docs/statistics.md defines them."""
