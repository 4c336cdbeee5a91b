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

## Perintah.
backup-made = Cadangan { $path } dibuat dan terbukti utuh dalam { $seconds } detik
backup-counts = Isi: { $permits } izin tinggal, { $cards } kartu, { $cases } permohonan; { $mib } MiB
backup-head = Jejak audit terakhir: { $seq } · { $hash }
backup-row = { $time }  { $permits } izin tinggal  { $mib } MiB  { $path }
backup-row-bad = RUSAK  { $path }
backup-restored = Kantor dipulihkan ke { $path } dan terbukti utuh dalam { $seconds } detik
backup-drilled = Latihan pemulihan { $path } berhasil dalam { $seconds } detik
backup-proven = Terbukti: { $entries } catatan audit, { $rows } baris, { $received } blangko diterima seimbang

## Laporan.
report-moment = { $day } pukul { $time } WIB
report-seconds = { $seconds } detik
report-officers = Petugas
report-cases = Permohonan
report-permits = Izin tinggal
report-portraits = Foto
report-cards = Kartu
report-blanks = Blangko
report-entries = Catatan audit
report-drill-title = Berita acara latihan pemulihan
report-drill-footer = Loket · Dibuat dari hasil latihan pemulihan; simpan bersama catatan keamanan kantor
report-drill-passed = Cadangan terbaru dipulihkan ke folder sementara, dibuka dengan kunci kantor, dan diperiksa seluruhnya. Isinya terbukti utuh; folder sementara telah dihapus.
report-drill-failed = Cadangan terbaru dipulihkan ke folder sementara dan diperiksa. Isinya TIDAK terbukti utuh; buat cadangan baru dan laporkan.
report-drill-file = Berkas cadangan
report-drill-made = Dibuat
report-drill-digest = Sidik berkas (SHA-256)
report-drill-took = Lama pemulihan dan pemeriksaan
report-drill-by = Pelaksana
report-drill-counts = Isi
report-drill-what = Jenis
report-drill-in-backup = Dalam cadangan
report-drill-restored = Setelah dipulihkan
report-drill-proofs = Pembuktian
report-drill-chain = Rantai audit
report-drill-chain-words = Utuh: { $entries } catatan, { $rows } baris, { $anchors } jangkar harian
report-drill-head = Catatan terakhir
report-drill-stock = Persediaan blangko
report-drill-stock-words = Seimbang: { $received } blangko diterima, semuanya terhitung

report-day-title = Laporan harian
report-day-footer = Loket · Simpan laporan ini di luar komputer: jangkarnya membuktikan bahwa catatan tidak ditulis ulang
report-day-nothing = Tidak ada perbuatan yang tercatat pada hari ini.
report-day-acts = Perbuatan menurut jenis
report-day-act = Jenis
report-day-officers = Perbuatan menurut petugas
report-day-officer = Petugas
report-day-program = Program
report-day-count = Banyaknya
report-day-sum = Jumlah
report-day-anchor = Jangkar hari
report-day-anchor-about = Catatan terakhir hari ini ditandatangani dengan kunci kantor. Siapa pun yang menulis ulang catatan sebelumnya tidak dapat lagi mencocokkannya dengan lembar ini.
report-day-last = Catatan terakhir
report-day-hash = Sidik (SHA-256)
report-day-kid = Kunci penanda tangan
report-day-signature = Tanda tangan (ES256)
report-day-qr = Jangkar sebagai QR
report-day-unsigned = Hari ini belum berjangkar: tanda tangan dibuat bersama perbuatan pertama pada hari kerja berikutnya. Cetak lagi laporan ini sesudahnya.
report-day-made-by = Dibuat oleh

## Perbuatan.
act-backup-drill = Latihan pemulihan
act-backup-make = Cadangan dibuat
act-day-report = Laporan harian dibuat
act-office-restore = Kantor dipulihkan dari cadangan
