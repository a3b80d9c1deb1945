"""Other people's solvers on the same problems, in the same run. Install them with `uv sync --group peers`."""
