# Pencarian, riwayat dan berakhirnya izin tinggal.

## Berakhirnya izin tinggal.
error-permit-ended = Izin tinggal itu sudah berakhir
advice-permit-ended = Orang yang tetap tinggal memerlukan izin tinggal yang baru
error-end-day = Tanggal berakhir tidak sesuai dengan masa berlaku izin tinggal
advice-end-day = Pilih tanggal yang tidak di masa depan, dalam masa berlaku izin; karena habis masa berlaku: sehari sesudah hari terakhir
error-end-reason = Alasan itu tidak berlaku untuk jenis izin tinggal ini
advice-end-reason = Pilih alasan yang berlaku untuk KITAS atau KITAP itu

## Pencarian dari baris perintah.
search-found = { $count } izin tinggal ditemukan
search-more = Lebih dari { $count } izin tinggal; tambahkan kata atau saringan
search-alike = { $count } lagi dengan ejaan yang mirip
search-card-void = kartu batal, menunggu kartu lain
