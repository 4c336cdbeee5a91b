# Permohonan, blangko, dan jejak audit: keadaan, perbuatan, kesalahan, laporan persediaan, baris perintah.

## Permohonan: state-<KEADAAN>.
state-DRAFT = Draf
state-SUBMITTED = Menunggu persetujuan
state-RETURNED = Dikembalikan
state-APPROVED = Disetujui
state-IN_PRODUCTION = Sedang dicetak
state-READY = Siap diserahkan
state-HANDED_OVER = Sudah diserahkan
state-REFUSED = Ditolak
state-WITHDRAWN = Dicabut

## Blangko: blank-state-<KEADAAN>.
blank-state-STOCK = Di gudang
blank-state-WITH_OPERATOR = Pada petugas cetak
blank-state-PRINTING = Sedang dicetak
blank-state-PRINTED = Kartu baik
blank-state-CHECKED = Kartu sudah diperiksa
blank-state-HANDED_OVER = Kartu sudah diserahkan
blank-state-SPOILED = Rusak
blank-state-DESTROYED = Sudah dimusnahkan
blank-state-LOST = Hilang

## Perbuatan dalam jejak audit: act-<id>.
act-anchor = Catatan akhir hari ditandatangani
act-audit-export = Jejak audit diekspor
act-audit-view = Jejak audit dilihat
act-blank-destroy = Blangko dimusnahkan
act-blank-issue = Blangko diberikan kepada petugas cetak
act-blank-lose = Blangko dilaporkan hilang
act-blank-receive = Blangko diterima
act-blank-return = Blangko dikembalikan ke gudang
act-blank-spoil = Blangko dinyatakan rusak
act-card-check = Kartu jadi diperiksa
act-card-good = Kartu tercetak baik
act-card-unprinted = Kartu ternyata tidak tercetak
act-card-hand-over = Kartu diserahkan
act-card-issue = Kartu disegel dan dicetak
act-card-lose = Kartu dilaporkan hilang
act-card-proof = Salinan kartu dibuat
act-card-spoil = Kartu dinyatakan rusak
act-case-approve = Permohonan disetujui
act-case-delete = Draf dihapus
act-case-refuse = Permohonan ditolak
act-case-return = Permohonan dikembalikan
act-case-save = Permohonan disimpan
act-case-submit = Permohonan diajukan
act-case-view = Permohonan dilihat
act-case-list = Daftar permohonan dilihat
act-case-void = Persetujuan gugur
act-case-withdraw = Permohonan dicabut
act-clock-accept = Jam komputer diterima
act-import-begin = Impor dimulai
act-import-part = Sebagian daftar diimpor
act-login = Masuk
act-numbers-export = Angka kantor diekspor
act-numbers-list = Daftar di balik angka dilihat
act-permit-life = Riwayat izin tinggal dilihat
act-permit-search = Pencarian orang dilihat
act-permit-list = Daftar izin tinggal dilihat
act-office-new = Kantor dibuat
act-officer-add = Petugas ditambahkan
act-officer-disable = Akun petugas dinonaktifkan
act-officer-duties = Tugas petugas diubah
act-officer-enable = Akun petugas diaktifkan lagi
act-officer-password = Kata sandi sendiri diganti
act-officer-password-reset = Kata sandi petugas disetel ulang
act-officer-recover = Masuk dengan lembar pemulihan
act-permit-end = Izin tinggal diakhiri
act-permit-take-over = Izin tinggal diambil alih dari daftar
act-permit-view = Izin tinggal dilihat
act-records-export = Daftar orang diekspor
act-records-export-begin = Pengeksporan daftar orang dimulai
act-recovery-new = Lembar pemulihan baru dibuat
act-second = Petugas kedua membuktikan diri
act-settings-save = Pengaturan kantor diubah
act-signer-new = Kunci penanda tangan baru dibuat
act-shift-begin = Awal giliran kerja

## Pemeriksaan jejak audit: break-<id>.
break-anchor = Catatan akhir hari tidak cocok dengan rantai
break-changed = Baris { $table } { $row } diubah di luar Loket; terakhir dicatat oleh entri { $seq }
break-entry = Entri { $seq } atau entri sebelumnya diubah
break-gap = Ada entri yang hilang sebelum entri { $seq }
break-missing = Baris { $table } { $row } dihapus di luar Loket; terakhir dicatat oleh entri { $seq }
break-short = Rantai terpotong: entri { $seq } seharusnya ada
break-signature = Tanda tangan pada catatan akhir hari untuk entri { $seq } bukan milik kantor ini
break-unwritten = Baris { $table } { $row } tidak pernah ditulis oleh Loket

## Kesalahan: error-<id>, advice-<id>.
error-approval-changed = Isi permohonan berubah sejak kartunya dilihat; permohonan tidak disetujui
advice-approval-changed = Buka lagi permohonan itu, periksa kartunya, lalu setujui
error-approval-void = Isi kartu tidak lagi sama dengan yang disetujui; kartu tidak dicetak dan permohonan kembali menunggu persetujuan
advice-approval-void = Mintakan persetujuan lagi
error-blank-not-found = Blangko itu tidak ada dalam persediaan
advice-blank-not-found = Periksa nomor serinya
error-blank-out-of-turn = Langkah ini tidak berlaku bagi blangko yang keadaannya { $state }; tidak ada yang diubah
advice-blank-out-of-turn = Lihat keadaan blangko itu di Blangko; mungkin baru dikerjakan petugas lain
error-blank-serial-wrong = { $serial } bukan nomor seri blangko
advice-blank-serial-wrong = Tulis satu sampai empat huruf lalu empat sampai sembilan angka, misalnya BKS000123
error-blanks-backwards = Nomor terakhir lebih kecil daripada nomor pertama
advice-blanks-backwards = Tulis nomor terkecil sebagai nomor pertama
error-blanks-gap = Ada nomor yang terlewat sejak penerimaan terakhir; blangko tidak diterima
advice-blanks-gap = Periksa dus dan berita acaranya; nomor pertama harus menyambung nomor terakhir
error-blanks-other-series = Nomor pertama dan terakhir bukan dari satu seri
advice-blanks-other-series = Terima setiap seri dengan penerimaan sendiri
error-blanks-overlap = Sebagian nomor ini sudah pernah diterima; blangko tidak diterima
advice-blanks-overlap = Periksa dus dan berita acaranya; nomor seri tidak pernah dipakai dua kali
error-blanks-too-many = Terlalu banyak blangko untuk satu penerimaan
advice-blanks-too-many = Bagi menjadi beberapa penerimaan, misalnya satu untuk setiap dus
error-blanks-too-many-at-once = Paling banyak { $most } blangko sekali kerja
advice-blanks-too-many-at-once = Bagi menjadi beberapa kali kerja
error-card-check-failed = Segel pada kartu bukan segel kartu { $serial } (terbaca: { $read }); permohonan belum siap diserahkan
advice-card-check-failed = Periksa apakah kartunya tertukar; bila rusak, nyatakan rusak dan cetak ulang
error-case-not-found = Permohonan itu tidak ada
advice-case-not-found = Lihat daftar permohonan; mungkin drafnya sudah dihapus
error-case-out-of-turn = { $state ->
    [DRAFT] Permohonan ini masih diisi
    [SUBMITTED] Permohonan ini sedang menunggu persetujuan
    [RETURNED] Permohonan ini dikembalikan ke loket
    [APPROVED] Permohonan ini sudah disetujui
    [IN_PRODUCTION] Kartu permohonan ini sedang dicetak
    [READY] Kartu permohonan ini siap diserahkan
    [HANDED_OVER] Kartu permohonan ini sudah diserahkan
    [REFUSED] Permohonan ini sudah ditolak
    [WITHDRAWN] Permohonan ini sudah ditarik
   *[other] Permohonan ini berada di tahap lain
}; tidak ada yang diubah
error-case-without-card = Permohonan ini belum mempunyai kartu
advice-case-without-card = Cetak dahulu kartunya
error-login-needed = Masuk dahulu sebagai petugas
error-no-blanks = Tidak ada blangko pada petugas ini; kartu tidak dicetak
advice-no-blanks = Mintalah blangko kepada pengelola blangko
error-nobody-with-duty = Tidak ada petugas aktif dengan tugas { $duty }
error-not-the-duty = { $deed ->
    [enter-case] Mengisi permohonan bukan tugas Anda
    [submit-case] Mengajukan atau menarik permohonan bukan tugas Anda
    [return-case] Mengembalikan permohonan bukan tugas Anda
    [decide-case] Memutus permohonan bukan tugas Anda
    [do-step] Langkah permohonan ini bukan tugas Anda
    [print-card] Mencetak kartu bukan tugas Anda
    [check-card] Memeriksa kartu jadi bukan tugas Anda
    [hand-over-card] Menyerahkan kartu bukan tugas Anda
    [proof-card] Membuat contoh cetak bukan tugas Anda
    [end-permit] Mengakhiri izin tinggal bukan tugas Anda
    [change-status] Mencabut atau menangguhkan kartu bukan tugas Anda
    [report-lost] Menyatakan kartu hilang bukan tugas Anda
    [keep-keys] Mengelola kunci penanda tangan bukan tugas Anda
    [give-trust] Memberikan paket kepercayaan bukan tugas Anda
    [keep-blanks] Mengelola blangko bukan tugas Anda
    [spoil-blank] Menyatakan blangko rusak bukan tugas Anda
    [witness] Menjadi petugas kedua bukan tugas petugas itu
    [read-records] Membaca registri bukan tugas Anda
    [read-stock] Membaca stok blangko bukan tugas Anda
    [read-audit] Membaca audit bukan tugas Anda
    [export-records] Mengekspor data bukan tugas Anda
    [import-records] Mengimpor data bukan tugas Anda
    [keep-officers] Mengelola akun petugas bukan tugas Anda
    [keep-settings] Mengubah pengaturan kantor bukan tugas Anda
    [backup] Membuat cadangan bukan tugas Anda
   *[other] Ini bukan tugas Anda
}; tidak ada yang diubah
error-note-missing = Nomor berita acara serah terima belum diisi
advice-note-missing = Tulis nomor yang tercantum pada berita acara
error-nothing-spoiled = Tidak ada blangko rusak yang dapat dimusnahkan
advice-nothing-spoiled = Nyatakan dahulu blangko yang rusak, lalu musnahkan
error-officer-disabled = Akun petugas ini dinonaktifkan
error-operator-not-printing = { $login } bukan petugas cetak; blangko tidak diberikan
advice-operator-not-printing = Pilih petugas yang memegang tugas cetak
error-paper-failed = Dokumen tidak dapat disusun
advice-paper-failed = Ulangi; bila terjadi lagi, laporkan rincian di bawah ini
error-password-must-change = Kata sandi harus diganti dahulu
advice-password-must-change = Ganti kata sandi saat masuk, atau dengan loket-cli officer password
error-reason-missing = Alasan belum diisi
advice-reason-missing = Tulis alasannya dengan singkat
error-registry-key = Kunci kantor tidak membuka registri ini
advice-registry-key = { $found ->
    [yes] Jangan dipakai lagi. Cadangan utuh terbaru: { $backup }, dibuat { $made }; pulihkan ke folder baru dengan tombol Pulihkan dari cadangan atau loket-cli restore, lalu buka folder itu
   *[no] Kembalikan registry.db dan kuncinya dari satu cadangan yang sama
}
error-report-missing = Nomor berita acara belum diisi
advice-report-missing = Tulis nomor yang tercantum pada berita acara
error-report-not-found = Berita acara pemusnahan { $report } tidak ada
advice-report-not-found = Lihat nomor berita acara di Blangko
error-report-taken = Nomor berita acara itu sudah pernah dipakai
advice-report-taken = Periksa nomornya; setiap berita acara bernomor sendiri
error-same-officer = Harus petugas lain: yang memasukkan tidak boleh memutus, dan saksi bukan pelakunya sendiri
error-stock-clock-behind = Jam komputer ini lebih lambat daripada catatan terakhir; persediaan tidak diubah
advice-stock-clock-behind = Setel tanggal dan jam komputer dengan benar, lalu ulangi
error-stock-short = Blangko di gudang tinggal { $stock }, diminta { $wanted }; tidak ada yang diberikan
advice-stock-short = Terima blangko dahulu, atau berikan lebih sedikit
error-witness-missing = Saksi pemusnahan belum diisi
advice-witness-missing = Tulis nama saksi, satu nama sebaris

## Bulan dan hari.
month-1 = Januari
month-2 = Februari
month-3 = Maret
month-4 = April
month-5 = Mei
month-6 = Juni
month-7 = Juli
month-8 = Agustus
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Desember
weekday-1 = Senin
weekday-2 = Selasa
weekday-3 = Rabu
weekday-4 = Kamis
weekday-5 = Jumat
weekday-6 = Sabtu
weekday-7 = Minggu

## Laporan bulanan dan berita acara.
stock-report-title = LAPORAN BULANAN PERSEDIAAN BLANGKO
stock-report-month = Bulan { $month }
stock-books = Neraca
stock-books-note = Persediaan awal + penerimaan = kartu baik + rusak + hilang + persediaan akhir. Kartu baik yang kemudian rusak atau hilang dikurangkan pada bulan kejadiannya.
stock-opening = Persediaan awal
stock-received = Penerimaan
stock-available = Jumlah tersedia
stock-good = Menjadi kartu baik
stock-spoiled = Rusak
stock-lost = Hilang
stock-closing = Persediaan akhir
stock-receipts = Penerimaan blangko
stock-spoiled-list = Blangko dan kartu rusak
stock-reports = Pemusnahan dan kehilangan
stock-destroyed = Dimusnahkan
stock-none = Nihil.
stock-end = Keadaan akhir bulan
stock-awaiting-destruction = Rusak, menunggu pemusnahan
stock-anchor = Catatan audit terakhir
stock-column-movement = Uraian
stock-column-count = Lembar
stock-column-number = No.
stock-column-day = Tanggal
stock-column-note = Berita acara
stock-column-serial = Nomor seri
stock-column-serials = Nomor seri
stock-column-spoiled = Tanggal rusak
stock-column-reason = Sebab
stock-column-second = Saksi
stock-column-officer = Penerima
stock-column-report = Nomor
stock-column-what = Uraian
stock-column-witnesses = Saksi
stock-sign-keeper = Pengelola Blangko,
stock-sign-head = Mengetahui, Kepala Kantor,
stock-specimen = CONTOH / SPECIMEN: kantor karangan, bukan dokumen resmi
stock-act-title = BERITA ACARA PEMUSNAHAN BLANGKO
stock-act-number = Nomor { $number }
stock-act-opening = Pada hari ini, { $weekday } tanggal { $day }, bertempat di { $office }, kami yang bertanda tangan di bawah ini telah memusnahkan { $count } lembar blangko kartu izin tinggal yang rusak, sebagaimana diajukan oleh { $keeper } selaku pengelola blangko, dengan rincian sebagai berikut.
stock-act-closing = Pemusnahan dilakukan sampai blangko tidak dapat dipakai lagi, disaksikan oleh para saksi di bawah ini. Nomor seri yang dimusnahkan tidak akan dipakai kembali. Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.
stock-witness = Saksi { $number },

## Baris perintah.
cli-bad-day = Tulis tanggal seperti 2026-12-31
cli-bad-login = Nama masuk itu tidak sesuai bentuknya
cli-bad-month = --month: tulis bulan seperti 2026-11
cli-bad-state = Keadaan itu tidak dikenal
cli-no-officer = Tidak ada petugas dengan nama masuk itu
cli-no-approver = Perlu --approver LOGIN: yang memasukkan tidak boleh menyetujui
cli-restore-who = Sebutkan petugasnya dengan --as
cli-no-second = Perlu --second LOGIN
cli-case-now = Permohonan { $case }: { $state }
cli-case-row = { $case }  { $state }  { $permit }  { $name }
cli-case-count = { $count } permohonan
cli-blank-now = { $serial }: { $state }
cli-blanks-now = { $count } blangko, { $first } sampai { $last }: { $state }
cli-blanks-issued = { $count } blangko diberikan kepada { $login }: { $first } sampai { $last }
cli-blanks-destroyed = { $count } blangko dimusnahkan, berita acara { $report }
cli-blanks-shown = { $shown } dari { $total } blangko
cli-balance = Neraca blangko { $month }
cli-stock-now = Keadaan sekarang
cli-audit-whole = Jejak audit utuh
cli-audit-broken = JEJAK AUDIT RUSAK: { $breaks } kerusakan ditemukan
cli-audit-figures = { $entries } entri, { $rows } baris, { $anchors } catatan akhir hari diperiksa
cli-audit-head = Entri terakhir { $seq }: { $hash }
cli-audit-shown = { $shown } dari { $total } entri
cli-audit-exported = { $rows } entri ditulis ke { $file }
