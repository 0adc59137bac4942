"""The engine process and its client: typed messages as JSON lines over the child's standard input and output."""
