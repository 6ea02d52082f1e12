"""What we may do: purposes, acts of consent, policies as data, and one pure decision.

```
acts of a person (ConsentEvent)  ─┐
a question (purpose, channel,     ├─>  decide  ─>  Decision(allowed, basis, reasons, evidence, not_after)
  contact point, instant, facts) ─┤
a policy (purposes, rules)       ─┘
```

Nothing here keeps a status: a status is an answer, and the answer is worked out from the acts each time. Begin to read
at `decide`, `case` (the acts that bear on a question) and `bases` (the legal bases, each judged at one instant). Beside
the decision stand tokens (`double_opt_in`), keyed hashes (`keyed`, `suppression`), opposition lists (`lists`), merges
(`linking`), and the second gate, `pressure`.
"""
