"""The decision about many customers at once: the same answers, and the same code that gives them.

```
acts in columns  ─┐
                  ├─>  placing   which acts bear on which contact point
contact points   ─┘    shapes    who stands in the same situation: the same acts in the same order
                       examples  one decision for each situation, by `crmkit.consent.decide`
                       deciding  the answer of everybody
                       choosing  the audience: members, and everyone else with the reasons
                       together  the same for customers of a base, by all their rows, ids and contact points
```

What an answer depends on is what was done, in which order, and on which side of a few instants; not when exactly. So
few situations are left among many customers, and each of them is decided once, by the decision itself.
"""
