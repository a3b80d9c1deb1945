"""What somebody sees who signed in: her families, and one family. It only reads, for now."""
