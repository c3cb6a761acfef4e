"""Pages of a year, against bare ones of Starlette's."""
