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

## Kesalahan tugas.
advice-not-the-duty = Minta petugas yang berwenang, atau masuk dengan akun yang bertugas untuk itu
advice-same-officer = Minta petugas lain yang berwenang
advice-nobody-with-duty = Minta administrator menambahkan petugas untuk tugas itu
advice-case-out-of-turn = Mungkin baru dikerjakan petugas lain; muat ulang antrean
