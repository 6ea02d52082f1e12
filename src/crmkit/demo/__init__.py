"""The whole flow on the shipped example exports, told as a short story and drawn as a page."""
