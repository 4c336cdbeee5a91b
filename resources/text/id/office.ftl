# Kantor: masuk, petugas, kata sandi, kantor baru, lembar pemulihan.

## Masuk.
advice-login-needed = Di baris perintah: --as NAMA, kata sandi dari LOKET_PASSWORD atau diketik
error-login-refused = Nama masuk atau kata sandi salah
advice-login-refused = Periksa huruf besar dan kecil; bila lupa, minta kata sandi baru kepada administrator
error-login-refused-wait = Nama masuk atau kata sandi salah; tunggu { $seconds } detik sebelum mencoba lagi
advice-login-refused-wait = Bila lupa, minta kata sandi baru kepada administrator
error-login-wait = Terlalu banyak percobaan yang gagal; tunggu { $seconds } detik
advice-login-wait = Bila bukan Anda yang mencoba, laporkan kepada administrator
error-login-form = Nama masuk terdiri atas 2 sampai 32 huruf kecil, angka, titik, garis bawah, atau tanda hubung, diawali huruf
advice-login-form = Misalnya rina.s
error-login-taken = Nama masuk { $login } sudah pernah dipakai di kantor ini
advice-login-taken = Pilih nama lain; nama lama tetap milik riwayat petugasnya

## Slot kunci.
error-slots-missing = Berkas { $name } tidak ada di folder keys; tidak ada kata sandi yang dapat membuka kantor
advice-slots-missing = Kembalikan berkas itu dari cadangan, atau masuk dengan lembar pemulihan
error-slots-wrong = Berkas kunci petugas rusak atau pernah diubah dengan tangan
advice-slots-wrong = Kembalikan folder keys dari cadangan, atau masuk dengan lembar pemulihan
error-slot-damaged = Slot kunci petugas ini rusak atau terpotong ({ $part })
advice-slot-damaged = Minta kata sandi baru kepada administrator, atau masuk dengan lembar pemulihan
error-slot-foreign = Slot kunci petugas ini berasal dari kantor lain
advice-slot-foreign = Minta kata sandi baru kepada administrator, atau masuk dengan lembar pemulihan

## Lembar pemulihan.
error-recovery-missing = Kantor ini tidak memiliki slot pemulihan ({ $name })
advice-recovery-missing = Kembalikan folder keys dari cadangan
error-recovery-refused = Kode pemulihan ini bukan milik kantor ini, atau sudah diganti
advice-recovery-refused = Pakai lembar pemulihan yang terbaru
error-recovery-code-length = Kode pemulihan terdiri atas 40 huruf dan angka; yang diketik { $count }
advice-recovery-code-length = Ketik seluruh kode pada lembar pemulihan; spasi dan tanda hubung boleh dilewati
error-recovery-code-group = Kelompok ke-{ $group } pada kode pemulihan salah ketik
advice-recovery-code-group = Periksa kelompok itu huruf demi huruf pada lembar pemulihan

## Petugas.
error-officer-unknown = Tidak ada petugas dengan nama masuk itu
advice-officer-unknown = Lihat daftar petugas di Petugas atau dengan loket-cli officer list
advice-officer-disabled = Hubungi administrator kantor
error-officer-active = Akun { $login } masih aktif
advice-officer-active = Nonaktifkan dahulu akun itu bila memang diganti
error-officer-not-active = Akun { $login } tidak aktif
advice-officer-not-active = Aktifkan kembali akun itu dengan kata sandi baru
error-officer-name = Nama petugas belum diisi
advice-officer-name = Tulis nama lengkap petugas
error-officer-nip = NIP terdiri atas 18 angka, atau dikosongkan
advice-officer-nip = Salin NIP tanpa spasi, atau kosongkan
error-duties-missing = Petugas memerlukan sedikitnya satu tugas
advice-duties-missing = Pilih satu tugas atau lebih
error-duties-clash = Satu orang tidak boleh memegang tugas { $one } dan { $other } sekaligus
advice-duties-clash = Berikan salah satu tugas kepada orang lain
error-duty-unknown = Tugas { $duty } tidak dikenal
advice-duty-unknown = Tugas: counter, reviewer, head, print, blanks, hand-over, patrol, auditor, admin
error-last-admin = Administrator terakhir tidak dapat dinonaktifkan atau dialihtugaskan
advice-last-admin = Angkat administrator lain dahulu
error-first-admin-missing = Kantor baru memerlukan seorang administrator
advice-first-admin-missing = Beri salah seorang petugas pertama tugas administrator
error-first-head-missing = Kantor baru memerlukan seorang kepala yang menyetujui
advice-first-head-missing = Beri salah seorang petugas pertama tugas kepala

## Kata sandi.
error-password-too-short = Kata sandi paling sedikit 12 karakter
advice-password-too-short = Beberapa kata yang tidak berhubungan lebih kuat dan mudah diingat
error-password-own-name = Kata sandi hampir sama dengan nama petugasnya
advice-password-own-name = Pilih kata sandi tanpa nama
error-password-common = Kata sandi itu termasuk yang paling sering ditebak
advice-password-common = Pakai beberapa kata yang tidak berhubungan
error-password-same = Kata sandi baru sama dengan yang lama
advice-password-same = Pilih kata sandi yang lain
error-password-own = Ganti kata sandi sendiri dengan menyebut yang lama
advice-password-own = Ketik dahulu kata sandi lama

## Tugas.
duty-counter = Loket
duty-reviewer = Penelaah
duty-head = Kepala kantor
duty-print = Cetak
duty-blanks = Blangko
duty-hand-over = Penyerahan
duty-patrol = Patroli
duty-auditor = Auditor
duty-admin = Administrator

## Lembar pemulihan di atas kertas.
office-sheet-title = Lembar pemulihan
office-sheet-about = Kode ini membuka seluruh data kantor bila tidak ada kata sandi yang dapat membukanya. Cetak, hapus berkasnya, lalu simpan kertas ini dalam amplop tersegel di brankas.
office-sheet-code = Kode pemulihan
office-sheet-how = Cara memakai: pilih Lupa kata sandi di layar masuk, ketik kode ini, nama masuk petugas, dan kata sandi baru. Huruf besar dan kecil, spasi, dan tanda hubung tidak berpengaruh; huruf kelima setiap kelompok memeriksa kelompoknya.
office-sheet-loss = Bila kertas ini hilang atau terlihat orang lain, administrator segera membuat lembar baru; kode lama tidak berlaku lagi. Tanpa kata sandi dan tanpa kertas ini data kantor tidak dapat dibuka oleh siapa pun.
office-sheet-date = Dibuat
office-sheet-keeper = Penyimpan
office-sheet-footer = RAHASIA: lembar pemulihan

## Baris perintah.
error-office-answers = Jawaban pada berkas salah di baris { $line }
advice-office-answers = Bandingkan dengan contoh jawaban di README
office-ask-password = Kata sandi { $login }:{" "}
office-ask-new-password = Kata sandi baru { $login } (paling sedikit 12 karakter):{" "}
office-ask-again = Sekali lagi:{" "}
office-ask-code = Kode pemulihan:{" "}
office-ask-name = Nama kantor, seperti pada kartu:
office-ask-header = Baris di atas nama kantor, seperti pada kartu:
office-ask-issuer = Alamat penerbit (https://…):
office-ask-signatory-title = Jabatan penanda tangan:
office-ask-signatory-name = Nama penanda tangan:
office-ask-signatory-nip = NIP penanda tangan (boleh kosong):
office-ask-emblem = Berkas lambang PNG atau JPEG (boleh kosong):
office-ask-login = Nama masuk petugas (kosong bila cukup):
office-ask-officer-name = Nama petugas:
office-ask-officer-nip = NIP petugas (boleh kosong):
office-ask-duties = Tugas, dipisah koma (counter, reviewer, head, print, blanks, hand-over, patrol, auditor, admin):
office-no-answer = Jawaban tidak ada; tidak ada yang dibuat atau diubah
office-passwords-differ = Kedua kata sandi tidak sama; tidak ada yang diubah
office-password-visible = Terminal ini memperlihatkan kata sandi yang diketik
office-founded = Kantor dibuat di { $dir }
office-sheet-written = Lembar pemulihan: { $path }
office-code-told = Lembar pemulihan tidak tertulis. Salin kode ini sekarang, tidak akan ditampilkan lagi: { $code }
office-recovered = { $login } dapat masuk dengan kata sandi baru
office-added = Petugas { $login } ditambahkan; kata sandinya harus diganti pada saat masuk pertama
office-disabled = Akun { $login } dinonaktifkan; riwayatnya tetap
office-enabled = Akun { $login } aktif kembali; kata sandinya harus diganti pada saat masuk
office-duties-set = Tugas { $login } diubah
office-password-reset = Kata sandi { $login } diganti; harus diganti lagi pada saat masuk
office-password-set = Kata sandi { $login } diganti
office-state-active = aktif
office-state-disabled = nonaktif
office-state-must-change = ganti sandi
