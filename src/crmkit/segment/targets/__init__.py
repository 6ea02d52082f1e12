"""Segments set-wise: one tree, asked of an engine in one go.

tree, run, tables  ->  lowering    questions that every engine answers alike: equality, order, membership, count, sum
questions          ->  sql         an expression of SQLAlchemy, or text and bound parameters
                   ->  columnar    expressions of Polars, also for frames as a caller has them

Everything hard is done in Python: texts are folded and instants made numbers before they are stored (`writing`), and
bounds are computed before they are asked (`comparing`). What an engine is not asked, `support` says, with the reason.
"""
