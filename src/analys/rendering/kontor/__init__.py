"""The editable forms: the slides for PowerPoint and the report for Word, from the same document."""
