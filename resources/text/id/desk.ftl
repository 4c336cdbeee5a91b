# Meja kerja: layar, tombol, pesan.
