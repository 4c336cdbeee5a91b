# Baris perintah.
