"""The source language: YAML to the model, with the place of everything."""
