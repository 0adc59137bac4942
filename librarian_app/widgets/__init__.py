"""Parts that pages are made of. They know domain types, signals and the theme, and no service."""
