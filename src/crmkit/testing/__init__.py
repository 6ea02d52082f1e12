"""For those who write a backend: the contract suite, strategies for Hypothesis, and a comparison with the reference.

Needs pytest and Hypothesis, which crmkit itself does not install.
"""
