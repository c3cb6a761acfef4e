"""`/qotd setup`: the settings of a series, as one table, and the ways to fill them in."""
