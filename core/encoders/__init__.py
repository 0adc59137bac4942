"""Encoders: text and cover images to unit vectors. Tensors stay in here; the rest of the program sees numpy float32."""
