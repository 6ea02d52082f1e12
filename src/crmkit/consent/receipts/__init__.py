"""Receipts: what a person has in hand about a consent of hers, in two published formats.

```
acts of a person, a policy, the controller  ->  receipt_of  ->  Receipt
Receipt  ->  iso_27560.write   JSON-LD after ISO/IEC TS 27560:2023; iso_27560.read gives the same receipt back
Receipt  ->  kantara.write     JSON after Kantara Consent Receipt 1.1.0, which knows no withdrawal
```

A receipt names the person by her id alone. No contact point, name or address of hers is in it.
"""
