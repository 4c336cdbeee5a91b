# Names of fields, choices, and weights of findings.
