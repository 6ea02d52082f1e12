"""How data comes in: readers, column mapping, verification at entry and quarantine; no row is ever lost.

reading.read        a file, a frame or rows           -> Table
mapping.guess_mapping   what each column means        -> Mapping
take.intake         each row of the table             -> Taken, Quarantined or Skipped
quarantine.write_quarantine   what was set aside      -> a CSV file to correct and load again
"""
