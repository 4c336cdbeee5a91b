## Pencetak, lembar, kalibrasi.
act-printer-profile = Profil pencetak disimpan

printer-row = { $name }: { $state } { $about }
printer-none = Tidak ada pencetak di komputer ini
printer-state-ready = siap
printer-state-busy = sedang mencetak
printer-trouble-gone = mati atau tidak terhubung
printer-trouble-paused = dihentikan sementara
printer-trouble-rejects = tidak menerima pekerjaan
printer-trouble-out-of-paper = kehabisan kartu atau kertas
printer-trouble-out-of-ink = kehabisan pita, tinta, atau toner
printer-trouble-open = penutupnya terbuka
printer-trouble-jam = kartu atau kertas tersangkut
printer-trouble-other = bermasalah; lihat layar pencetak
printer-misread-range = ada angka yang tidak mungkin pada mistar itu
printer-misread-contradict = angka-angkanya saling bertentangan
printer-misread-shift = geserannya lebih dari 10 mm
printer-misread-scale = ukurannya berubah lebih dari 3 persen; pencetak menyesuaikan ke halaman?
printer-misread-skew = miringnya lebih dari 3 derajat
printer-sent = Dikirim ke { $printer } sebagai pekerjaan { $job }

sheet-made = { $cards } kartu pada { $sheets } lembar: { $path }
sheet-row = { $serial }: lembar { $sheet }, posisi { $position }
sheet-at-risk = { $count } unsur lebih dekat ke garis potong daripada zona aman

calibrate-off = Silang terjauh menyimpang { $mm } mm
calibrate-proved = Terbukti: dalam 0,2 mm
calibrate-not-proved = Belum dalam 0,2 mm; baca ulang dengan calibrate read
calibrate-kept = Disimpan: geser { $x } mm ke kanan dan { $y } mm ke bawah, skala { $scale_x } × { $scale_y }, putar { $skew } derajat; cetak halaman kedua untuk membuktikannya
cli-four-numbers = Tulis empat angka untuk A, B, C, dan D, misalnya 24.6,25.1,24.7,25.0
cli-out-or-printer = Sebutkan --out atau --printer

error-printer-no-spooler = Sistem cetak komputer ini tidak menjawab
advice-printer-no-spooler = Nyalakan layanan CUPS atau Print Spooler, atau simpan sebagai berkas
error-printer-unknown = Tidak diketahui apakah pencetak { $name } sudah menerimanya
advice-printer-unknown = Lihat antrean dan nampan pencetak, lalu nyatakan nasib tiap kartu: baik, rusak, atau tidak tercetak
error-printer-not-found = Pencetak itu tidak ada
advice-printer-not-found = Lihat namanya dengan perintah printers
error-printer-trouble = Pencetak { $trouble }
advice-printer-trouble = Bereskan pencetaknya, lalu kirim lagi; belum ada yang tercetak
error-printer-no-duplex = Pencetak itu hanya mencetak satu sisi
advice-printer-no-duplex = Pakai pencetak dua sisi, atau atur duplex = false pada profilnya dan balik kartunya dengan tangan
error-printer-wrong-size = Pencetak itu tidak menerima ukuran ini
advice-printer-wrong-size = Pilih ukuran lain, atau daftarkan ukuran ini pada pencetaknya
error-printer-refused = Sistem cetak menolak pekerjaan itu
advice-printer-refused = Lihat antrean pencetak di komputer ini
error-printer-far = CUPS_SERVER menunjuk komputer lain
advice-printer-far = Kartu hanya dikirim melalui sistem cetak komputer ini; tambahkan pencetaknya di sini
error-printer-profile = Profil pencetak tidak dapat dipakai
advice-printer-profile = Perbaiki atau hapus berkasnya di folder printers, lalu kalibrasi ulang
error-printer-reading = Bacaan mistar ditolak: { $misread }
advice-printer-reading = Ukur lagi jarak keempat silang ke tepi, dalam milimeter dan persepuluhannya
error-sheet-plan = Rencana lembar itu tidak dapat dicetak dan dipotong
advice-sheet-plan = Periksa posisi, jarak antarkartu, lebihan, dan tepi yang tidak tercapai pencetak
