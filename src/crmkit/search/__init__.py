"""Who is asked for: the words of a customer, what somebody typed, and how well the two agree.

customer  ->  words          the words that she can be found by, each with the field it is of
          ->  terms          the strings under which a base keeps them
          ->  vocabulary     the spellings under which a base finds a word that was mistyped
text      ->  query          what was typed, in parts
both      ->  ranking        how well a customer answers, and in which fields
"""
