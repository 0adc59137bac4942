"""Other libraries' catalogues, asked only when a person asks: SRU over HTTP, and Z39.50 through yaz-client."""
