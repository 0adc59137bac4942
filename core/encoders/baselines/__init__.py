"""The architectures that the unified model is compared with, each on the same frozen backbones and the same batches."""
