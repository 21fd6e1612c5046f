"""The words by which a text is searched for names: ordinary words, and the words of casework."""
