# Errors and advice: error-<id>, advice-<id>.
