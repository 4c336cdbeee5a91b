# Meja kerja: layar, tombol, pesan.
## Umum.
desk-home = Beranda
desk-applications = Permohonan
desk-registry = Registri
desk-verify = Verifikasi
desk-settings = Pengaturan
desk-help = Tombol pintas
desk-close = Tutup
desk-cancel = Batal
desk-delete = Hapus
desk-save = Simpan
desk-retry = Coba lagi
desk-loading = Memuat…
desk-copy-detail = Salin rincian
desk-saving = Menyimpan…
desk-saved = Tersimpan { $time }
desk-save-failed = Belum tersimpan
desk-saved-to = Disimpan di { $path }
desk-path = Jalur berkas
desk-path-hint = Ketik atau tempel jalur berkas, lalu Enter
desk-from-file = Dari berkas…
desk-filter-picture = Foto
desk-filter-card = Gambar atau PDF
desk-choose-picture = Pilih foto
desk-choose-card = Pilih gambar kartu

## Membuka kantor.
desk-tagline = Stasiun penerbitan kartu izin tinggal
desk-opening = Membuka kantor…
desk-first-title = Belum ada kantor di komputer ini
desk-first-text = Buat kantor contoh dengan data rekaan untuk mencoba semuanya: mengisi permohonan, mengambil foto, menerbitkan kartu, dan memeriksanya. Semua kartunya bertanda CONTOH.
desk-first-demo = Buat kantor contoh
desk-first-folder = Disimpan di { $path }
desk-demo-making = Membuat kantor contoh…
desk-demo-preparing = Menyiapkan kunci, tabel aturan, dan foto contoh…
desk-demo-progress = { $done } dari { $all } penduduk rekaan
desk-broken-title = Kantor tidak dapat dibuka
desk-demo-notice = Kantor contoh: semua orang di sini rekaan dan semua kartu bertanda CONTOH. Jangan memasukkan data orang sungguhan.
desk-demo-badge = Kantor contoh
desk-specimen = Ini kartu contoh, bukan dokumen yang sah

## Beranda.
desk-registry-find = Cari di registri
desk-figure-permits = Izin tinggal terdaftar
desk-figure-today = Kartu terbit hari ini
desk-figure-month = { $count } bulan ini
desk-figure-expiring = Berakhir dalam 30 hari
desk-figure-expiring-more = masih berlaku
desk-figure-overdue = Lewat masa berlaku
desk-figure-overdue-more = belum diperpanjang atau diakhiri
desk-latest = Terbit terakhir
desk-latest-none = Belum ada izin tinggal
desk-latest-none-advice = Kartu pertama yang terbit akan muncul di sini
desk-until = s.d. { $date }
desk-continue = Lanjutkan permohonan
desk-continue-none = Tidak ada permohonan yang menunggu
desk-continue-none-advice = Permohonan yang belum selesai tersimpan sendiri dan menunggu di sini
desk-nationalities = Kewarganegaraan terbanyak
desk-nationalities-none = Belum ada data
desk-draft-nameless = Tanpa nama
desk-draft-portrait = ada foto
desk-draft-no-portrait = belum ada foto
desk-draft-delete = Hapus permohonan { $name }
desk-draft-delete-title = Hapus permohonan { $name }?
desk-draft-delete-text = Semua isian dan foto permohonan ini hilang dan tidak dapat dikembalikan.
desk-draft-deleted = Permohonan dihapus

## Permohonan: data.
desk-application-new = Permohonan baru
desk-kind = Jenis izin
desk-step-data = 1 Data
desk-step-portrait = 2 Foto
desk-step-review = 3 Periksa
desk-next-portrait = Lanjut: Foto…
desk-next-review = Lanjut: Periksa…
desk-zone = Zona paspor
desk-zone-read = Paspor terbaca
desk-zone-hint = Pindai atau tempel dua baris terbawah halaman data paspor
desk-zone-filled = { $count } isian terisi dari paspor
desk-section-holder = Pemegang
desk-section-passport = Paspor
desk-section-stay = Izin tinggal
desk-section-address = Alamat dan penjamin
desk-section-other = Lain-lain
desk-hint-date = HH-BB-TTTT
desk-hint-choose = Ketik untuk mencari
desk-card-as-printed = Kartu persis seperti dicetak
desk-card-front = Sisi depan
desk-card-back = Sisi belakang
desk-flip = Balik
desk-card-drawing = Menggambar kartu…
desk-card-waits = Kartu tampil setelah isian wajib benar
desk-card-overflow = Terlalu panjang untuk kartu: { $fields }
desk-checks = Pemeriksaan
desk-checks-missing = { $count } isian wajib belum diisi
desk-checks-data-good = Data lengkap dan sesuai aturan
desk-checks-portrait-good = Foto sudah ada
desk-checks-portrait-missing = Foto belum diambil

## Permohonan: foto.
desk-take = Ambil foto
desk-retake = Ambil ulang
desk-viewfinder = Gambar kamera
desk-crop-name = Foto dan bingkainya
desk-portrait-good = Bagus. Tekan Spasi
desk-portrait-checks = Pemeriksaan foto
desk-portrait-looking = Memeriksa foto…
desk-portrait-pending = Foto baru sedang diolah; kartu belum dapat diterbitkan
desk-portrait-no-picture = Menunggu gambar
desk-shots = Tiga foto terakhir
desk-shot = Foto { $number }
desk-shots-hint = Yang terpilih dipakai di kartu. Angka 1–3 memilih.
desk-camera = Kamera
desk-camera-first = Kamera pertama
desk-camera-folder = Folder foto…
desk-camera-mirror = Cermin
desk-camera-opening = Membuka kamera…
desk-camera-off = Kamera mati
desk-camera-retry = Coba kamera lagi
desk-camera-start = Nyalakan
desk-camera-stop = Matikan

## Permohonan: periksa dan terbit.
desk-summary = Ringkasan data
desk-card-exact = Diambil dari PDF yang akan dicetak; kode QR dibuat saat kartu terbit
desk-serial = Nomor seri kartu

## Registri.
desk-registry-count = { $count } izin tinggal
desk-registry-hint = Nama, nomor izin, paspor, NIORA, penjamin, nomor seri
desk-registry-none = Tidak ditemukan
desk-registry-none-advice = Coba sebagian nama atau nomor saja
desk-column-number = Nomor izin
desk-column-until = Sampai
desk-card-again = Simpan PDF contoh cetak
desk-cards-none = Belum ada kartu
desk-card-superseded = sudah diganti
desk-card-current = kartu yang berlaku

## Verifikasi.
desk-verify-scan = Pindai kode QR
desk-verify-text = Isi kode dari alat pindai atau tempelan
desk-verify-hint = Pindai dengan alat, atau Ctrl V
desk-verify-picture = Gambar atau PDF
desk-drop-hint = Berkas juga dapat diseret ke jendela ini
desk-verify-camera-hint = Nyalakan kamera, lalu arahkan kode QR kartu ke kamera
desk-verify-ready = Siap memeriksa
desk-verify-ready-advice = Pindai kode QR di sisi belakang kartu
desk-verify-busy = Memeriksa…
desk-verify-compare = Bandingkan wajah dengan foto di kartu
desk-verify-unproven = Isi berikut belum terbukti benar
desk-verify-next = Pindai berikutnya kapan saja
desk-claim-name = Nama
desk-claim-permit = Izin
desk-claim-issued = Segel dibuat
desk-claim-status = Status di kantor
desk-status-valid = Berlaku
desk-status-revoked = Dicabut
desk-status-suspended = Ditangguhkan
desk-status-superseded = Sudah diganti
desk-status-unknown = Tidak diketahui

## Pengaturan.
desk-settings-office = Kantor pada kartu
desk-setting-header = Baris kepala kartu
desk-setting-office = Nama kantor
desk-setting-title = Jabatan penanda tangan
desk-setting-signatory = Nama penanda tangan
desk-setting-nip = NIP penanda tangan
desk-setting-issuer = Alamat penerbit segel (URL)
desk-settings-office-hint = Berlaku untuk kartu yang terbit sesudah disimpan
desk-settings-saved = Pengaturan disimpan
desk-settings-admin = Hanya administrator yang dapat mengubahnya
desk-settings-lock = Kunci layar
desk-setting-lock = Kunci setelah tidak dipakai (menit)
desk-setting-lock-hint = Paling sedikit 1, paling lama 120; berlaku setelah disimpan
desk-setting-lock-wrong = Tulis angka dari 1 sampai 120
desk-settings-look = Tampilan
desk-setting-language = Bahasa
desk-setting-theme = Tema
desk-theme-light = Terang
desk-theme-dark = Gelap
desk-setting-scale = Ukuran tampilan
desk-setting-scale-hint = Juga dengan Ctrl + dan Ctrl −
desk-settings-printer = Pencetak kartu
desk-setting-dpi = Resolusi

## Tombol.
desk-key-next-field = isian berikut
desk-key-zone = zona paspor
desk-key-flip = balik kartu
desk-key-back = kembali
desk-key-help = semua tombol
desk-key-space = Spasi
desk-key-shots = pilih foto
desk-key-crop = atur bingkai
desk-key-file = dari berkas
desk-key-rows = pilih baris
desk-key-open = buka
desk-key-verify = periksa
desk-help-everywhere = Di mana saja
desk-help-application = Permohonan
desk-help-screens = pindah layar
desk-help-zoom = perbesar, perkecil
desk-help-list = buka daftar pilihan
desk-help-undo = urungkan ketikan
desk-help-steps = data, foto, periksa
desk-help-next = langkah berikut, terbitkan
desk-help-take = ambil, ambil ulang

## Berkas di luar kantor.
