"""Keep consents in order: what ends soon, what has run out, what nobody could prove, and whom one may ask again.

```
a customer, her acts, the decision  ->  review  ->  Standing, one for each purpose, channel and contact point
standings  ->  a declared Report keeps some of them
```

Customers pass through one by one; nothing here holds them.
"""
