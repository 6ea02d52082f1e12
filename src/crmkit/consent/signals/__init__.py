"""What a browser says by itself about consent, as acts: consent strings of the IAB, and Global Privacy Control.

Both speak for one device. What they open, they open there; they say nothing about e-mail, telephone or post.
"""
