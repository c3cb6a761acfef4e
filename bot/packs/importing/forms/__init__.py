"""One module a form of questions: what a file holds, as drafts."""
