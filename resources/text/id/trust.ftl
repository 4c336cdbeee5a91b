# Kepercayaan: kunci penanda tangan, daftar status, berkas kepercayaan, dan pencabutan.

error-signer-device = Perangkat kunci tidak menandatangani
advice-signer-device = Pasang kembali token kunci dan coba lagi; belum ada kartu yang dibuat dan belum ada blangko yang terpakai
error-trust-clock-behind = Jam komputer ini lebih lambat daripada catatan terakhir; tidak ada yang diubah
advice-trust-clock-behind = Setel tanggal dan jam komputer dengan benar, lalu ulangi
error-signer-not-in-bundle = Kunci { $kid } belum ada dalam paket kepercayaan terbaru; kartu tidak disegel
advice-signer-not-in-bundle = Buat paket kepercayaan baru, bagikan kepada pembaca, lalu cetak lagi
error-signer-waits = Kunci berikutnya sudah disiapkan: { $kid }
advice-signer-waits = Bagikan paket kepercayaan terbaru; kunci itu mulai dipakai dengan sendirinya
error-signers-too-many = Dalam setahun paling banyak { $most } kunci; tidak ada kunci baru yang dibuat
advice-signers-too-many = Tunggu sampai tahun berganti; kunci yang sekarang tetap berlaku
error-key-not-found = Kantor ini tidak mempunyai kunci itu
advice-key-not-found = Lihat kunci kantor ini dengan loket-cli trust jwks
error-key-revoked = Kunci itu sudah ditolak sejak saat itu atau lebih awal; tidak ada yang diubah
advice-key-revoked = Untuk menolaknya lebih awal, sebutkan waktu yang lebih awal
error-key-revoked-later = Kunci tidak dapat ditolak mulai waktu yang belum tiba
advice-key-revoked-later = Sebutkan waktu sekarang atau yang sudah lewat

## Status kartu.
error-status-out-of-turn = { $mark ->
    [revoked] Kartu atau izin ini sudah dicabut
    [suspended] Kartu atau izin ini sudah ditangguhkan atau dicabut
    [reinstated] Kartu atau izin ini tidak sedang ditangguhkan
    [lost] Kartu ini sudah dinyatakan hilang atau dicabut
    [found] Kartu ini tidak sedang dinyatakan hilang
   *[other] Status kartu ini tidak dapat diubah demikian
}; tidak ada yang diubah
advice-status-out-of-turn = Pencabutan tidak dapat dibatalkan; pemegang yang berhak memerlukan izin dan kartu baru
error-target-unknown = Tidak ada kartu atau izin tinggal dengan nomor itu
advice-target-unknown = Ketik nomor seri kartu atau nomor izin tinggal seperti tercetak
trust-changed = { $mark ->
    [revoked] Dicabut: { $count } kartu
    [suspended] Ditangguhkan: { $count } kartu
    [reinstated] Diberlakukan lagi: { $count } kartu
    [lost] Dinyatakan hilang: { $count } kartu
    [found] Ditemukan kembali: { $count } kartu
   *[other] Diubah: { $count } kartu
}
trust-card = { $serial }: { $status ->
    [valid] berlaku
    [revoked] dicabut
    [suspended] ditangguhkan
    [superseded] sudah diganti
   *[other] { $status }
}
trust-changed-next = Berlaku di kantor sekarang; bagikan paket kepercayaan baru agar pembaca di lapangan mengetahuinya

## Paket kepercayaan.
trust-bundle-made = Paket kepercayaan nomor { $sequence }, berlaku sampai { $until }
trust-difference-made = Selisih paket kepercayaan nomor { $since } ke { $sequence }, berlaku sampai { $until }
trust-written = Ditulis: { $path } ({ $bytes } byte)
trust-file = Ditulis: { $path }
trust-taken = Paket kepercayaan nomor { $sequence } dari { $office } diterima; berlaku sampai { $until }
trust-held = Paket kepercayaan nomor { $sequence } memang sudah ada; tidak ada yang diubah
trust-not-current = Paket ini sudah lewat waktunya: setiap kartu akan terbaca BELUM DAPAT DIPASTIKAN BERLAKU
trust-status-as-of = Status per { $when }
trust-root-written = Sertifikat akar kantor; sidik SHA-256: { $pin }
trust-signer-begun = Kunci { $kid } disiapkan; mulai dipakai { $from }
trust-key-revoked = Kunci { $kid } ditolak; kartu yang harus dibuat ulang: { $count }
trust-recipient = { $recipient }: paket nomor { $sequence } tertanggal { $when }
trust-recipient-remind = { $recipient }: paket nomor { $sequence } tertanggal { $when }; perlu diperbarui
trust-no-recipients = Belum ada paket yang diberikan kepada siapa pun
trust-lists-written = Daftar status: { $uri }
error-bundle-unknown = Kantor ini tidak pernah membuat paket nomor { $sequence }
advice-bundle-unknown = Sebutkan nomor paket yang ada pada pembaca itu, atau buat paket utuh
error-recipient-long = Nama penerima paling panjang { $most } huruf
advice-recipient-long = Singkatkan namanya
error-bundle-missing = Di folder ini belum ada paket kepercayaan
advice-bundle-missing = Impor dahulu paket dari kantor: loket-cli trust import
error-bundle-not = Berkas ini bukan paket kepercayaan; tidak ada yang diubah
advice-bundle-not = Pilih berkas paket yang dibuat kantor lewat Pengawasan atau loket-cli trust bundle
error-bundle-foreign = Paket ini dari kantor lain: akarnya bukan akar yang disematkan
advice-bundle-foreign = Minta paket kepada kantor yang benar; jangan mengganti akar tanpa memeriksa sidiknya dengan kantor
error-bundle-altered = Isi paket tidak sesuai dengan tanda tangan kantor; tidak ada yang diubah
advice-bundle-altered = Salin ulang berkasnya dari kantor; bila tetap demikian, laporkan
error-bundle-older = Paket ini lebih lama daripada paket nomor { $sequence } yang sudah ada; tidak ada yang diubah
advice-bundle-older = Minta paket terbaru kepada kantor
error-bundle-future = Paket ini dibuat sesudah waktu pada perangkat ini
advice-bundle-future = Setel jam perangkat ini, lalu coba lagi
error-bundle-base = Selisih ini untuk pemegang paket nomor { $sequence }, dan bukan itu yang ada di sini
advice-bundle-base = Minta paket yang utuh kepada kantor
error-root-missing = Akar kantor belum disematkan di folder ini
advice-root-missing = Sertakan sertifikat akar dari kantor dengan --root
error-root-unreadable = Akar kantor tidak terbaca: harus sertifikat (DER atau PEM) atau 64 angka heksadesimal
advice-root-unreadable = Minta akar kepada kantor: loket-cli trust root
error-root-pinned = Folder ini sudah menyematkan akar lain; tidak ada yang diubah
advice-root-pinned = Pakai folder baru untuk kantor lain
error-seen-wrong = Catatan paket terakhir di { $name } rusak
advice-seen-wrong = Buat folder baru dan impor paket terbaru di sana
trust-no-folder = Sebutkan folder pembaca dengan --into DIR
trust-no-root = Verifikasi dengan paket memerlukan akar kantor: --root BERKAS
trust-bad-date = Tanggal tidak dikenal; tulis misalnya 2026-12-31

reason-signer-revoked = Kunci penanda tangan sudah ditolak kantor sejak sebelum segel ini dibuat
reason-status-later = Paket kepercayaan dibuat sesudah waktu yang ditanyakan; status pada waktu itu tidak diketahui
reason-status-missing = Tanda tangan sah, tetapi status kartu ini tidak ada dalam paket kepercayaan

act-signer-revoke = Kunci penanda tangan ditolak
act-status-find = Kartu ditemukan kembali
act-status-lose = Kartu dinyatakan hilang
act-status-reinstate = Status diberlakukan lagi
act-status-revoke = Status dicabut
act-status-suspend = Status ditangguhkan
act-trust-bundle = Paket kepercayaan dibuat
act-trust-lists = Daftar status dibuat

## Token PKCS#11: kunci yang tidak pernah keluar dari perangkatnya.
error-token-module = Pustaka token tidak dapat dimuat
advice-token-module = Periksa letak pustaka PKCS#11 dari pembuat token, misalnya berkas .so atau .dll
error-token-missing = Token kunci tidak terpasang
advice-token-missing = Pasang tokennya, periksa nama labelnya, lalu coba lagi
error-token-pin = Token menolak PIN-nya
advice-token-pin = Ketik PIN dengan benar; sesudah beberapa kali salah token mengunci diri
error-token-locked = Token sudah mengunci PIN-nya
advice-token-locked = Buka kuncinya dengan alat dari pembuat token, lalu daftarkan lagi
error-token-no-key = Kunci penanda tangan tidak ada di token ini
advice-token-no-key = Pasang token yang memuat kunci itu
error-token-curve = Token ini tidak dapat membuat kunci P-256
advice-token-curve = Pakai token yang mendukung kurva P-256
error-token-extractable = Kunci di token ini dapat dikeluarkan; tidak dipakai
advice-token-extractable = Pakai token yang menyimpan kunci tanpa dapat dikeluarkan
error-token-failed = Token gagal bekerja
advice-token-failed = Cabut dan pasang kembali tokennya, lalu coba lagi
error-token-in-use = Token yang lama masih menyimpan kunci penanda tangan; tidak ada yang diubah
advice-token-in-use = Tetap pakai token itu sampai kuncinya habis masa berlakunya
error-token-none = Kantor ini tidak memakai token
advice-token-none = Kunci kantor ini tersimpan di folder kantor; tidak ada PIN yang perlu diketik
trust-token-none = Kunci disimpan terbungkus di folder kantor; tidak ada token
trust-token-state = Token { $label }, pustaka { $module }: { $makes ->
    [yes] kunci berikutnya dibuat di sana
   *[no] tidak membuat kunci lagi
}
trust-token-ready = Token terpasang dan dapat dibuka
trust-token-ask-pin = PIN token { $label }:{" "}

act-token-leave = Kunci dibuat di komputer lagi
act-token-use = Token kunci dipakai
