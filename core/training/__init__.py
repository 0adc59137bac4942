"""Fine-tuning: pairs, losses, the trainer and its process; with the encoders the only room that holds tensors."""
