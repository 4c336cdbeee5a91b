# Kesalahan dan saran: error-<id>, advice-<id>.

## Umum.
error-internal = Terjadi kesalahan di dalam program; pekerjaan ini tidak dilakukan
advice-internal = Ulangi; bila terjadi lagi, laporkan rincian di bawah ini
error-busy = Masih banyak pekerjaan yang menunggu
advice-busy = Tunggu beberapa detik, lalu ulangi
error-clock-behind = Jam komputer ini lebih lambat daripada catatan terakhir di registri; kartu tidak ditandatangani
advice-clock-behind = Setel tanggal dan jam komputer dengan benar, lalu ulangi

## Berkas dan folder.
error-file-unreadable = Berkas { $name } tidak dapat dibaca
advice-file-unreadable = Periksa nama dan letak berkas, serta izin membacanya
error-file-too-large = Berkas { $name } terlalu besar; tidak dibaca
advice-file-too-large = Periksa apakah berkasnya benar; pilih yang lebih kecil
error-folder-unusable = Folder { $name } tidak dapat dibuat atau dipakai
advice-folder-unusable = Pilih folder lain yang boleh ditulisi
error-folder-not-shown = Folder { $name } tidak dapat ditampilkan
advice-folder-not-shown = Buka folder itu dari pengelola berkas
error-folder-not-empty = Folder { $name } tidak kosong; tidak ada yang diubah
advice-folder-not-empty = Pilih folder baru atau folder kosong
error-not-writable = { $name } tidak dapat ditulis; tidak ada yang disimpan
advice-not-writable = Periksa izin menulis pada folder itu, atau pilih folder lain
error-disk-full = Penyimpanan penuh; { $name } tidak ditulis dan data lama tetap utuh
advice-disk-full = Kosongkan ruang penyimpanan, lalu ulangi
error-issued-not-written = Kartu { $serial } sudah diterbitkan, tetapi berkas { $name } gagal disimpan
advice-issued-not-written = Jangan terbitkan ulang; buat lagi berkasnya dengan loket-cli card

## Kantor.
error-office-missing = Folder { $name } bukan folder kantor
advice-office-missing = Pilih folder kantor yang benar, atau buat kantor contoh dengan loket-cli demo
error-office-wrong = Berkas { $name } rusak pada baris { $line } ({ $key })
advice-office-wrong = Kembalikan berkas itu dari cadangan
error-office-mixed = Folder ini mencampur kantor contoh dan kantor sungguhan; tidak dibuka
advice-office-mixed = Kembalikan seluruh isi folder dari satu cadangan yang sama
error-too-many-people = Penduduk contoh paling banyak { $most } orang
advice-too-many-people = Minta lebih sedikit dengan --people

## Registri.
error-registry-missing = Registri tidak ada di folder kantor
advice-registry-missing = { $found ->
    [yes] Jangan dipakai lagi. Cadangan utuh terbaru: { $backup }, dibuat { $made }; pulihkan ke folder baru dengan tombol Pulihkan dari cadangan atau loket-cli restore, lalu buka folder itu
   *[no] Kembalikan registry.db dari cadangan
}
error-registry-foreign = Berkas registry.db bukan registri Loket; tidak diubah
advice-registry-foreign = { $found ->
    [yes] Jangan dipakai lagi. Cadangan utuh terbaru: { $backup }, dibuat { $made }; pulihkan ke folder baru dengan tombol Pulihkan dari cadangan atau loket-cli restore, lalu buka folder itu
   *[no] Kembalikan registry.db dari cadangan
}
error-registry-newer = Registri dibuat oleh Loket yang lebih baru; tidak diubah
advice-registry-newer = Pasang Loket versi terbaru di komputer ini
error-registry-torn = Registri rusak atau terpotong
advice-registry-torn = { $found ->
    [yes] Jangan dipakai lagi. Cadangan utuh terbaru: { $backup }, dibuat { $made }; pulihkan ke folder baru dengan tombol Pulihkan dari cadangan atau loket-cli restore, lalu buka folder itu
   *[no] Jangan dipakai lagi; kembalikan registry.db dari cadangan
}
error-registry-busy = Registri sedang dipakai program lain
advice-registry-busy = Tunggu sebentar atau tutup program lain, lalu ulangi
error-registry-closed = Berkas registry.db tidak dapat dibuka atau ditulisi
advice-registry-closed = Periksa izin membaca dan menulis pada folder kantor
error-registry-failed = Registri gagal dibaca atau ditulis; tidak ada yang disimpan
advice-registry-failed = Ulangi; bila terjadi lagi, laporkan rincian di bawah ini
error-permit-not-found = Izin tinggal itu tidak ada di registri
advice-permit-not-found = Periksa nomornya, atau cari dengan nama
error-draft-not-found = Draf itu sudah tidak ada
advice-draft-not-found = Mungkin sudah diterbitkan atau dihapus di jendela lain
error-serial-taken = Nomor seri kartu baru saja dipakai di jendela lain; kartu tidak diterbitkan
advice-serial-taken = Ulangi

## Pengaturan.
error-settings-wrong = Pengaturan salah pada baris { $line } ({ $key }) di { $name }
advice-settings-wrong = Perbaiki baris itu, atau kembalikan settings.toml dari cadangan
error-settings-version = Versi { $found } pada berkas tidak dikenal; program ini mengenal versi { $known }
advice-settings-version = Pasang Loket versi terbaru di komputer ini
error-settings-value = Nilai pengaturan { $key } tidak dapat dipakai; pengaturan tidak disimpan
advice-settings-value = Alamat penerbit diawali https://, NIP 18 angka, resolusi pencetak 300 atau 600 dpi, lambang PNG atau JPEG yang utuh dan maksimal 2 MB
error-settings-unusable = Nilai pengaturan { $key } di { $name } tidak dapat dipakai; kantor tidak dibuka
advice-settings-unusable = Alamat penerbit diawali https://, NIP 18 angka, resolusi pencetak 300 atau 600 dpi, lambang PNG atau JPEG yang utuh dan maksimal 2 MB
error-settings-missing = Berkas { $name } tidak ada di folder kantor
advice-settings-missing = Kembalikan berkas itu dari cadangan

## Draf.
error-draft-too-large = Draf melebihi { $limit } KiB; tidak dibaca
advice-draft-too-large = Pilih berkas draf; contohnya dibuat dengan loket-cli draft example
error-draft-syntax = Penulisan draf salah pada baris { $line } ({ $key })
advice-draft-syntax = Tulis setiap isian sebagai kunci = "nilai"
error-draft-key = Isian { $key } pada baris { $line } tidak dikenal
advice-draft-key = Lihat nama isian dengan loket-cli draft example
error-draft-type = Isian { $key } pada baris { $line } harus berupa teks dalam tanda petik
advice-draft-type = Tulis juga angka dan tanggal dalam tanda petik
error-draft-kind = Baris { $line }: kind harus "kitas" atau "kitap"
advice-draft-kind = Tulis kind = "kitas" atau kind = "kitap"
error-draft-has-findings = { $count } temuan pada isian harus dibereskan dahulu; kartu tidak diterbitkan
advice-draft-has-findings = Perbaiki isian yang bertanda, lalu ulangi

## Kunci dan segel.
error-key-missing = Kunci { $name } tidak ada di folder kantor
advice-key-missing = Kembalikan folder keys dari cadangan
error-key-wrong = Kunci { $name } rusak atau bukan milik kantor ini
advice-key-wrong = Kembalikan folder keys dari cadangan
error-key-failed = Segel tidak dapat ditandatangani dengan kunci kantor
advice-key-failed = Kembalikan folder keys dari cadangan
error-signer-out-of-use = Tidak ada kunci penanda tangan yang berlaku hari ini; kartu tidak ditandatangani
advice-signer-out-of-use = Periksa tanggal komputer; bila benar, hubungi pengelola kunci kantor
error-signer-ends-early = Izin tinggal ini berakhir sesudah sertifikat penanda tangan; kartu tidak ditandatangani
advice-signer-ends-early = Periksa tanggal akhir izin; bila benar, hubungi pengelola kunci kantor
error-seal-too-long = Isi kode QR terlalu panjang untuk kartu ({ $characters } karakter)
advice-seal-too-long = Pendekkan alamat penerbit di pengaturan

## Kartu dan cetakan.
error-overflow = Isian { $element } tidak muat di kartu (lebih { $by } mm)
advice-overflow = Pendekkan tulisannya; ukuran huruf sudah yang terkecil
error-overflow-glyph = Huruf { $letter } pada isian { $element } tidak dapat dicetak
advice-overflow-glyph = Ganti huruf itu dengan huruf Latin
error-template-unknown = Rancangan kartu { $name } tidak ada
advice-template-unknown = Pakai kitas, kitap, atau berkas .toml
error-template-wrong = Rancangan kartu { $name } salah
advice-template-wrong = Perbaiki bagian yang disebut dalam rincian
error-template-other-kind = Rancangan kartu { $name } bukan untuk { $kind }; kartu tidak diterbitkan
advice-template-other-kind = Pakai rancangan untuk { $kind }, atau ubah jenis izin pada draf
error-print-failed = PDF kartu tidak dapat dibuat
advice-print-failed = Ambil ulang pasfoto atau ganti lambang kantor di pengaturan, lalu ulangi
error-decode-back = { $what } pada kartu tidak terbaca kembali dengan benar; kartu ditolak
advice-decode-back = Ulangi; bila terjadi lagi, laporkan rincian di bawah ini

## Temuan dari registri.
finding-permit-known = Izin ini sudah memiliki kartu { $serial }; kartu baru akan menggantikannya
finding-passport-has-permit = Paspor ini masih memiliki izin lain, { $permit }
finding-niora-of-another = NIORA ini milik orang lain pada izin { $permit }
finding-portrait-missing = Pasfoto belum ada

## Alasan pemeriksaan berkas.
reason-file-too-large = Berkas terlalu besar untuk diperiksa
reason-not-a-picture = Berkas bukan gambar, PDF, atau teks kode QR
reason-text-too-long = Teks terlalu panjang untuk sebuah kode QR
error-file-there = Berkas { $name } sudah ada; tidak ada yang ditulis
advice-file-there = Pilih nama lain, atau timpa berkas itu dengan --force
error-permit-without-card = Izin ini belum mempunyai kartu
advice-permit-without-card = Terbitkan kartunya lewat permohonan
error-card-void = Kartu { $serial } batal; izin ini menunggu kartu lain
advice-card-void = Cetak kartu penggantinya dari antrean cetak
finding-same-person = Ada izin lain atas nama, tanggal lahir, dan kewarganegaraan yang sama: { $permit }
