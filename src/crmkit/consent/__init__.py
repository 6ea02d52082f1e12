"""What we may do: purposes, acts of consent, policies as data, and one pure decision.

```
acts of a person (ConsentEvent)  ─┐
a question (purpose, channel,     ├─>  decide  ─>  Decision(allowed, basis, reasons, evidence, not_after)
  contact point, instant, facts) ─┤
a policy (purposes, rules)       ─┘
```

Nothing here keeps a status: a status is an answer, and the answer is worked out from the acts each time.
"""
