"""From executed chapters to one document: the report as HTML and PDF, and the slides."""
