# Kamera dan pemeriksaan pasfoto.
