"""Activity data: units, readings and their checks, the grid, files, gaps that are filled and taken back."""
