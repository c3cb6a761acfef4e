"""`askaday stats`, `askaday report`, `askaday export`: figures and rows for people, programs and pages."""
