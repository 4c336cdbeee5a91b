# Findings about a field: finding-<rule>.
