# Cadangan, pemulihan, dan laporan hari.

error-backup-torn = Cadangan { $name } rusak atau terpotong; tidak dipakai
advice-backup-torn = Pakai cadangan lain; kantor yang sekarang tidak diubah
error-backup-foreign = Berkas { $name } bukan cadangan Loket
advice-backup-foreign = Pilih berkas berakhiran .backup dari folder cadangan
error-backup-newer = Cadangan { $name } dibuat oleh Loket yang lebih baru
advice-backup-newer = Pasang Loket versi terbaru di komputer ini
error-backup-unsound = Isi { $name } tidak terbukti utuh
advice-backup-unsound = Jangan dipakai; pulihkan dari cadangan lain dan laporkan rincian di bawah ini
error-backup-none = Belum ada cadangan yang utuh
advice-backup-none = Buat cadangan lebih dahulu
