"""The one door: who is it, may they, and every refusal worded."""
