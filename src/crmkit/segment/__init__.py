"""Whom we mean: a language for describing customers, with one total, two-valued meaning.

text, JSON, Python     ->  parsing, json_form, expressions   one frozen tree (nodes)
other programs' rules  ->  importing                         the same tree, or an error that names what differs
                       ->  checking                          the same tree with its names resolved against a schema
                       ->  running, patterns, places         is this customer in?
                       ->  explain, following                why, until when, who entered and left
                       ->  format, describe                  canonical text, an English or French sentence
                       ->  completing                        what could be written next, and in which colours

The catalogues are `operators` and `constructs`; everything else asks them.
"""
