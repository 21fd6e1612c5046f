"""The pages of access: accounts, joining, asking to see somebody, deciding, agreements."""
