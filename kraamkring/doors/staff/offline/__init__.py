"""Written without signal: what a device sends, what it takes along, and what waits for a person."""
