"""Reading the words on a cover: OCR engines, reading order, and a draft record from the layout."""
