# Verdicts on a QR code and their reasons.
