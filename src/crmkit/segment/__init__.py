"""Whom we mean: a language for describing customers, with one total, two-valued meaning.

text, JSON, Python  ->  parse, document, build   one frozen tree (nodes)
                    ->  check                    the same tree with its names resolved against a schema
                    ->  evaluate, explain        is this customer in, why, and until when
                    ->  format, describe         canonical text, an English or French sentence
"""
