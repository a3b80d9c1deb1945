"""What somebody says about herself: how she is told, and the link of her calendar."""
