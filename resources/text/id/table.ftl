# Daftar sebagai berkas: membaca, mengimpor, mengekspor.

table-note-old-encoding = Berkas memakai kode huruf Windows lama; periksa huruf beraksen
table-note-bad-characters = Ada huruf yang tidak terbaca, pertama di baris { $row }
table-note-control-characters = { $cells } sel berisi karakter tak terlihat yang dibuang, pertama di { $column }{ $row }
table-note-formula = { $cells } sel berisi rumus; hasil terakhirnya yang dipakai, pertama di { $column }{ $row }
table-note-error-value = { $cells } sel berisi galat rumus, pertama di { $column }{ $row }
table-note-long-number = { $cells } angka lebih panjang daripada yang disimpan lembar kerja; angka terakhirnya mungkin hilang, pertama di { $column }{ $row }
table-note-other-sheets = { $cells } lembar lain tidak dibaca

error-table-too-large = Berkas terlalu besar
advice-table-too-large = Bagi menjadi beberapa berkas
error-table-bomb = Isi berkas XLSX tidak wajar besarnya; berkas ditolak
advice-table-bomb = Minta daftar yang disimpan ulang di Excel, atau sebagai .csv
error-table-too-much-text = Daftar terlalu besar sejak baris { $row }; bagi menjadi beberapa berkas
advice-table-too-much-text = Bagi daftar itu, lalu impor satu demi satu
error-table-too-many-rows = Daftar memuat lebih dari { $most } baris; bagi menjadi beberapa berkas
advice-table-too-many-rows = Bagi daftar itu, lalu impor satu demi satu
error-table-too-many-columns = Baris { $row } memuat lebih dari { $most } kolom
advice-table-too-many-columns = Hapus kolom yang tidak dipakai
error-table-cell-too-long = Isi sel { $column }{ $row } terlalu panjang
advice-table-cell-too-long = Singkatkan isi sel itu, lalu ulangi
error-table-open-quote = Tanda kutip yang dibuka di baris { $row } tidak pernah ditutup
advice-table-open-quote = Perbaiki tanda kutip di baris itu, lalu ulangi
error-table-old-excel = Berkas Excel lama (.xls); simpan sebagai .xlsx atau .csv
advice-table-old-excel = Buka di Excel, lalu Simpan Sebagai .xlsx
error-table-encrypted = Berkas XLSX dilindungi kata sandi; simpan tanpa kata sandi
advice-table-encrypted = Buka dengan kata sandinya, lalu simpan tanpa kata sandi
error-table-other-archive = Bukan berkas XLSX; simpan sebagai .xlsx atau .csv
advice-table-other-archive = Buka dengan programnya, lalu simpan sebagai .xlsx atau .csv
error-table-web-page = Halaman web dengan nama lembar kerja; buka di Excel lalu simpan sebagai .xlsx
advice-table-web-page = Buka di Excel, lalu Simpan Sebagai .xlsx
error-table-not-a-table = Bukan daftar: bukan teks dan bukan berkas XLSX
advice-table-not-a-table = Pilih berkas .csv atau .xlsx
error-table-damaged = Berkas XLSX rusak; buka di Excel lalu simpan ulang
advice-table-damaged = Bila tidak dapat dibuka, minta daftar itu lagi
error-table-no-such-sheet = Tidak ada lembar dengan nama itu
advice-table-no-such-sheet = Periksa nama lembar di berkas itu
error-table-write = Daftar tidak dapat ditulis
advice-table-write = Periksa ruang penyimpanan dan izin menulis, lalu ulangi

table-target-kind = Jenis izin tinggal
table-target-birth = Tempat dan tanggal lahir
table-column-serial = Nomor seri kartu
table-sheet = Izin tinggal

table-doubt-order = Urutan hari dan bulan tidak dapat dipastikan; dibaca hari dahulu
table-doubt-mixed-order = Sebagian tanggal menulis hari dahulu, sebagian bulan dahulu; periksa
table-doubt-short-years = Ada tahun dua angka; periksa abadnya

table-report-row = Baris
table-report-outcome = Hasil
table-report-field = Isian
table-report-severity = Bobot
table-report-finding = Temuan
table-report-rule = Aturan
table-report-refused = ditolak
table-report-passed = diterima

table-column-used = { $letters } "{ $header }": { $field }
table-column-unused = { $letters } "{ $header }": tidak dipakai
table-column-doubt = { "  " }Perhatian: { $doubt }
table-unfilled = Tidak ada kolom untuk { $field }; isi di --map
table-rule-hard = [wajib] { $rows } baris: { $field }: { $words }
table-rule-soft = [perhatian] { $rows } baris: { $field }: { $words }
table-refused-rows = Baris yang ditolak: { $rows }
table-refused-among = Baris yang ditolak, antara lain: { $rows }
table-would-take = Uji coba: dari { $rows } baris, { $passed } dapat diambil alih ({ $odd } dengan catatan), { $refused } ditolak
table-taken = Dari { $rows } baris, { $passed } diambil alih ({ $odd } dengan catatan), { $refused } ditolak, { $before } sudah dikerjakan sebelumnya
table-progress = Baris { $done } dari { $all }
table-exported = { $rows } orang ditulis ke { $file }

finding-import-known = Izin ini sudah ada di registri
finding-import-twice = Nomor izin ini sudah ada di baris { $row }
finding-import-passport-twice = Nomor paspor ini juga ada di baris { $row }
finding-import-niora-twice = NIORA ini milik orang lain di baris { $row }
finding-import-ended = Izin ini sudah berakhir

error-map-syntax = Berkas pemetaan salah di baris { $line } ({ $key })
advice-map-syntax = Tulis setiap isian sebagai kunci = "nama kolom"
error-map-newer = Berkas pemetaan berversi { $version }, lebih baru daripada program ini
advice-map-newer = Pasang Loket versi terbaru, atau buat pemetaan baru
error-map-key = Pemetaan menyebut isian yang tidak dikenal: { $key }
advice-map-key = Lihat nama isian dengan loket-cli import --write-map
error-map-column = Kolom untuk { $key } tidak ada di daftar
advice-map-column = Cocokkan nama kolom pada pemetaan dengan baris judul daftar
error-map-order = Urutan tanggal { $key } harus day-first atau month-first
advice-map-order = Tulis day-first untuk 31/12/2026, month-first untuk 12/31/2026
error-map-twice = Isian { $key } dipetakan dua kali
advice-map-twice = Hapus salah satu dari kedua baris itu
error-export-ending = Nama berkas { $name } harus berakhiran .csv atau .xlsx
advice-export-ending = Tambahkan .csv atau .xlsx pada nama berkas
error-stopped = Dihentikan
finding-import-same-person = Orang yang sama mungkin sudah ada di baris { $row }
