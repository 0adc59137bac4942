"""Pictures of covers: decoding, rectification, barcodes, thumbnails and geometric comparison. Pixels in, facts out."""
