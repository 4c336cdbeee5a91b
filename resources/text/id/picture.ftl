# Kamera dan pemeriksaan pasfoto.

## Berkas foto yang ditolak.
error-portrait-format = Berkas ini bukan foto yang dapat dibaca
advice-portrait-format = Pilih foto JPEG, PNG, atau WebP
error-portrait-too-large = Foto terlalu besar
advice-portrait-too-large = Pilih foto maksimal 40 MB dan 60 juta piksel
error-portrait-too-small = Foto terlalu kecil untuk kartu
advice-portrait-too-small = Perbesar bingkai atau pilih foto yang lebih besar
error-portrait-damaged = Foto rusak atau terpotong
advice-portrait-damaged = Salin ulang berkasnya atau ambil foto baru
error-portrait-crop = Bingkai berada di luar foto
advice-portrait-crop = Geser bingkai kembali ke dalam foto

## Kamera.
error-camera-no-device = Kamera tidak ditemukan
advice-camera-no-device = Sambungkan kamera, lalu tunggu beberapa detik
error-camera-busy = Kamera sedang dipakai program lain
advice-camera-busy = Tutup program lain yang memakai kamera
error-camera-denied = Program ini tidak diizinkan memakai kamera
advice-camera-denied = Izinkan pemakaian kamera di pengaturan komputer
error-camera-unplugged = Kamera tercabut
advice-camera-unplugged = Sambungkan kembali kameranya; gambar akan muncul sendiri
error-camera-stalled = Kamera berhenti mengirim gambar
advice-camera-stalled = Cabut lalu sambungkan kembali kameranya
error-camera-no-format = Jenis gambar dari kamera ini tidak dapat dibaca
advice-camera-no-format = Pakai kamera lain atau ambil foto dari berkas
error-camera-bad-frames = Kamera mengirim gambar rusak
advice-camera-bad-frames = Periksa kabelnya atau pakai porta USB lain
error-camera-no-stills = Tidak ada foto yang dapat dibaca di folder ini
advice-camera-no-stills = Isi folder dengan foto JPEG, PNG, atau WebP
error-camera-other = Kamera tidak berfungsi
advice-camera-other = Cabut lalu sambungkan kembali kameranya, atau pakai kamera lain
