"""The screen of the card: what stands where, and what each key does there."""
