# Kesalahan dan saran: error-<id>, advice-<id>.
