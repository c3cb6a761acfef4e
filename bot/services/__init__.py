"""One file per use case: load, decide, store in one transaction. Sending and slow work stand between transactions."""
