# Hasil pemeriksaan kode QR dan alasannya.
