# Petugas dan tugasnya: masuk, antrean, persetujuan, cetak, serah terima.

## Masuk dan kunci layar.
duty-login = Masuk
duty-login-name = Nama pengguna
duty-password = Kata sandi
duty-enter = Masuk
duty-entering = Membuka kantor…
duty-login-wait = Coba lagi dalam { $seconds } detik
duty-demo-accounts = Akun kantor contoh
duty-demo-accounts-hint = Klik salah satu, atau pilih dengan ↑ ↓ lalu Enter
duty-locked = Layar terkunci dan pekerjaan tersimpan. Petugas yang sama melanjutkan di tempat semula.
duty-locked-idle = Layar terkunci karena lama tidak dipakai. Pekerjaan tersimpan; masuk untuk melanjutkan.
duty-lock = Kunci layar
duty-locking = Menyimpan pekerjaan, lalu mengunci…
duty-clock-title = Periksa jam komputer
duty-clock-behind = Jam komputer ini { $age } lebih lambat daripada catatan terakhir di registri
duty-clock-ahead = Sejak catatan terakhir di registri sudah berlalu { $age }
duty-clock-advice = Setel jam bila salah, lalu buka lagi Loket. Bila jam sudah benar, lanjutkan; keputusan ini dicatat di audit.
duty-clock-accept = Jam sudah benar, lanjutkan

## Lama menunggu.
duty-age-days = { $count } hari
duty-age-hours = { $count } jam
duty-age-minutes = { $count } menit

## Permohonan.
duty-submit = Ajukan untuk disetujui
duty-submitting = Mengajukan…
duty-submitted = Permohonan { $name } diajukan
duty-returned-because = Dikembalikan: { $reason }

## Antrean.
duty-queue-returned = Dikembalikan
duty-queue-draft = Belum diajukan
duty-queue-submitted = Menunggu persetujuan
duty-queue-approved = Siap dicetak
duty-queue-in-production = Di pencetakan
duty-queue-ready = Siap diserahkan
duty-queue-oldest = tertua { $age }
duty-queue-empty = kosong

## Persetujuan.
duty-approval = Persetujuan
duty-approval-count = { $count } menunggu
duty-approval-none = Tidak ada permohonan yang menunggu persetujuan
duty-none-advice = Antrean dihitung ulang sendiri; yang baru akan muncul di sini
duty-approve = Setujui
duty-return = Kembalikan…
duty-refuse = Tolak…
duty-deciding = Mencatat keputusan…
duty-approved = Permohonan { $name } disetujui
duty-returned = Permohonan { $name } dikembalikan ke loket
duty-refused = Permohonan { $name } ditolak
duty-entered-by = Diisi { $names } · diajukan { $day } { $time }
duty-not-yours = Tidak dapat Anda setujui. { $why }
duty-reason = Alasan
duty-return-title = Kembalikan permohonan { $name }?
duty-return-text = Permohonan kembali ke loket untuk diperbaiki. Alasan ini dibaca petugas loket.
duty-refuse-title = Tolak permohonan { $name }?
duty-refuse-text = Permohonan ditutup dan tidak dapat dibuka lagi. Alasan dicatat.

## Cetak.
duty-press = Cetak
duty-press-none = Tidak ada kartu yang menunggu dicetak
duty-blanks-left = { $count } blangko tersisa
duty-next-blank = Masukkan blangko bernomor
duty-no-blanks = Blangko Anda habis. Minta kepada pengelola blangko.
duty-print-card = Cetak kartu
duty-printing = Menyegel dan membuat PDF…
duty-printed = Kartu { $serial } disegel; PDF siap dicetak
duty-pdf-in = PDF kartu
duty-pdf-to = PDF disimpan di
duty-folder-other = Pilih folder…
duty-show-folder = Buka folder
duty-outcome-unknown = hasil belum dicatat
duty-outcome-ask = Cetak PDF-nya, lihat kartunya, lalu catat hasilnya
duty-good = Kartu baik
duty-spoiled = Rusak…
duty-good-told = Kartu { $name } dicatat baik
duty-spoiled-told = Kartu { $name } dicatat rusak; permohonannya menunggu blangko lain
duty-spoil-title = Rusak: blangko { $serial }
duty-spoil-text = Nomor seri dan segel kartu ini batal untuk selamanya. Petugas kedua menyaksikan dan memasukkan kata sandinya sendiri.
duty-spoil-yes = Catat rusak
duty-second-login = Nama pengguna petugas kedua
duty-second-password = Kata sandi petugas kedua

## Serah terima.
duty-hand-over-title = Serah terima
duty-finished-none = Tidak ada kartu jadi yang menunggu
duty-card-ready = siap diserahkan
duty-card-unchecked = belum diperiksa
duty-card-checked = Segel cocok; kartu siap diserahkan
duty-key-check = periksa kartu
duty-give = Serahkan kartu…
duty-give-advice = Kartu sudah diperiksa. Cocokkan wajah dan nama, lalu serahkan.
duty-check-advice = Pindai kode QR di sisi belakang kartu jadi sebelum diserahkan
duty-give-title = Serahkan kartu kepada { $name }?
duty-give-text = Kartu { $serial } dicatat sudah diterima pemegangnya. Ini tidak dapat dibatalkan.
duty-give-yes = Sudah diterima
duty-handed-over = Kartu { $name } sudah diserahkan
duty-holder-none = Belum ada kartu yang dipilih
duty-holder-none-advice = Pindai kartu, atau pilih dengan ↑ ↓
duty-face = Foto pemegang
error-card-refused = { $word ->
    [EXPIRED] Masa berlaku kartu ini sudah habis
    [REVOKED] Kartu ini sudah dicabut
    [SUSPENDED] Kartu ini ditangguhkan
    [SUPERSEDED] Kartu ini sudah diganti kartu lain
    [FORGED] Segel kartu ini palsu
    [UNKNOWN_SIGNER] Kartu ini tidak disegel kantor ini
    [NOT_A_SEAL] Kode yang dipindai bukan segel kartu
    [UNREADABLE] Kode QR pada gambar tidak terbaca
   *[other] Kartu ini tidak dapat dipastikan asli dan berlaku
}; kartu tidak dinyatakan siap
advice-card-refused = Pindai sekali lagi; bila tetap begitu, jangan serahkan kartu itu

## Menarik permohonan.
duty-given = Sudah diajukan
duty-withdraw = Tarik
duty-withdraw-named = Tarik permohonan { $name }
duty-withdraw-title = Tarik permohonan { $name }?
duty-withdraw-text = Permohonan ditutup atas kehendak pemohon dan tidak dapat dibuka lagi. Alasan dicatat.
duty-withdrawn = Permohonan ditarik

## Kata sandi baru dan pemulihan.
duty-change-title = Ganti kata sandi
duty-change-text = Kata sandi ini dipilihkan orang lain. Pilih kata sandi Anda sendiri sebelum mulai bekerja.
duty-password-new = Kata sandi baru
duty-password-again = Ulangi kata sandi baru
duty-password-hint = Paling sedikit 12 karakter; beberapa kata yang tidak berhubungan lebih kuat dan mudah diingat
duty-password-differs = Kedua kata sandi tidak sama
duty-change = Ganti dan masuk
duty-forgot = Lupa kata sandi…
duty-recover-title = Masuk dengan lembar pemulihan
duty-recover-text = Ketik kode dari lembar pemulihan kantor dan kata sandi baru Anda. Pemakaian lembar ini dicatat di audit.
duty-recover-code = Kode pemulihan
duty-recover = Pulihkan dan masuk
duty-back = Kembali

## Kantor baru.
duty-first-real-text = Atau dirikan kantor sungguhan: isi nama kantor dan penanda tangan, daftarkan petugas pertama, lalu simpan lembar pemulihannya.
duty-first-real = Dirikan kantor sungguhan…
duty-wizard-office = 1 dari 3: kantor
duty-wizard-emblem = Berkas lambang kantor (boleh kosong)
duty-wizard-emblem-hint = PNG atau JPEG, paling besar 2 MB. Alamat penerbit segel diawali https:// dan tidak dapat disesuaikan pada kartu yang sudah terbit.
duty-wizard-next = Lanjut: petugas
duty-wizard-officers = 2 dari 3: petugas pertama
duty-wizard-officers-text = Paling sedikit seorang administrator dan seorang kepala. Administrator pertama memakai kata sandinya sendiri; yang lain harus menggantinya saat pertama masuk.
duty-wizard-name = Nama lengkap
duty-wizard-nip = NIP (boleh kosong)
duty-wizard-first-password = Kata sandi pertama
duty-wizard-add = Tambah petugas
duty-wizard-remove = Hapus petugas ini
duty-wizard-found = Dirikan kantor
duty-founding = Membuat kunci dan registri…
duty-wizard-sheet = 3 dari 3: lembar pemulihan
duty-wizard-sheet-text = Kode ini hanya ditampilkan sekali. Cetak lembarnya, hapus berkasnya, lalu simpan kertasnya dalam amplop tersegel di brankas.
duty-wizard-sheet-path = Simpan lembar sebagai
duty-wizard-sheet-save = Simpan PDF lembar
duty-wizard-sheet-safe = Lembar pemulihan sudah tersimpan aman
duty-wizard-done = Selesai, ke layar masuk

## Kesalahan tugas.
advice-not-the-duty = Minta petugas yang berwenang, atau masuk dengan akun yang bertugas untuk itu
advice-same-officer = Minta petugas lain yang berwenang
advice-nobody-with-duty = Minta administrator menambahkan petugas untuk tugas itu
advice-case-out-of-turn = Mungkin baru dikerjakan petugas lain; muat ulang antrean

## Langkah kantor sendiri antara pengajuan dan kartu.
step-title = Langkah tambahan
step-payment = Pembayaran
step-field-check = Pemeriksaan lapangan
step-regional-approval = Persetujuan kantor wilayah
step-off = Tidak
step-before-approval = Sebelum persetujuan
step-before-print = Sebelum cetak
step-hint = Dikerjakan menurut urutan saat dinyalakan; petugasnya dapat diatur di settings.toml
step-done = { $step }: selesai, { $name }, { $day }
step-due = { $step }: menunggu petugas { $duty }
step-later = { $step }: belum
step-mark = Tandai selesai
step-told = Langkah permohonan { $name } dicatat selesai
act-step-done = Langkah permohonan selesai
act-step-return = Permohonan dikembalikan pada langkahnya
error-step-waits = Permohonan ini masih menunggu { $step }
advice-step-waits = Selesaikan langkah itu dahulu, di Persetujuan atau dengan loket-cli step
error-step-out-of-turn = Permohonan ini tidak sedang menunggu { $step }; tidak ada yang diubah
advice-step-out-of-turn = Lihat langkah permohonan itu di Persetujuan
cli-bad-step = Langkah tidak dikenal; pakai payment, field-check, atau regional-approval
