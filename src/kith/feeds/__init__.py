"""Takes in the files that agencies already produce.

In: a file of any known format, kept verbatim.
Out: canonical records, held rows with their reasons, and a receipt in which every row is accounted for.
"""
