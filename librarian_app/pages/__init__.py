"""The pages: each connects widgets and models to the services through the bridge."""
