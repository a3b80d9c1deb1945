"""The transfer letter: as a page, as a document for paper, and noted when it went along."""
