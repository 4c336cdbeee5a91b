# Daftar sebagai berkas: membaca, mengimpor, mengekspor.

table-note-old-encoding = Berkas memakai kode huruf Windows lama; periksa huruf beraksen
table-note-bad-characters = Ada huruf yang tidak terbaca, pertama di baris { $row }
table-note-control-characters = { $cells } sel berisi karakter tak terlihat yang dibuang, pertama di { $column }{ $row }
table-note-formula = { $cells } sel berisi rumus; hasil terakhirnya yang dipakai, pertama di { $column }{ $row }
table-note-error-value = { $cells } sel berisi galat rumus, pertama di { $column }{ $row }
table-note-long-number = { $cells } angka lebih panjang daripada yang disimpan lembar kerja; angka terakhirnya mungkin hilang, pertama di { $column }{ $row }
table-note-other-sheets = { $cells } lembar lain tidak dibaca

error-table-too-large = Berkas terlalu besar
error-table-bomb = Isi berkas XLSX tidak wajar besarnya; berkas ditolak
error-table-too-much-text = Daftar terlalu besar sejak baris { $row }; bagi menjadi beberapa berkas
error-table-too-many-rows = Daftar memuat lebih dari { $most } baris; bagi menjadi beberapa berkas
error-table-too-many-columns = Baris { $row } memuat lebih dari { $most } kolom
error-table-cell-too-long = Isi sel { $column }{ $row } terlalu panjang
error-table-open-quote = Tanda kutip yang dibuka di baris { $row } tidak pernah ditutup
error-table-old-excel = Berkas Excel lama (.xls); simpan sebagai .xlsx atau .csv
error-table-encrypted = Berkas XLSX dilindungi kata sandi; simpan tanpa kata sandi
error-table-other-archive = Bukan berkas XLSX; simpan sebagai .xlsx atau .csv
error-table-web-page = Halaman web dengan nama lembar kerja; buka di Excel lalu simpan sebagai .xlsx
error-table-not-a-table = Bukan daftar: bukan teks dan bukan berkas XLSX
error-table-damaged = Berkas XLSX rusak; buka di Excel lalu simpan ulang
error-table-no-such-sheet = Tidak ada lembar dengan nama itu
error-table-write = Daftar tidak dapat ditulis
