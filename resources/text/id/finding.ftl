# Temuan pada isian: finding-<aturan>.

finding-required = Wajib diisi
finding-characters = Ada karakter tak terlihat; hapus lalu ketik ulang
finding-too-long = Terlalu panjang; paling banyak { $most } karakter
finding-date-form = Tulis tanggal sebagai HH-BB-TTTT
finding-date-calendar = Tanggal ini tidak ada di kalender

finding-mrz-missing = Zona paspor belum dibaca; tempel atau pindai MRZ
finding-mrz-length = Terbaca { $found } karakter, seharusnya 88; baca ulang
finding-mrz-alphabet = Karakter ke-{ $at } bukan huruf, angka, atau <
finding-mrz-not-passport = Bukan zona paspor; baris pertama harus diawali P
finding-mrz-digit-number = Digit pemeriksa nomor paspor salah; baca ulang
finding-mrz-digit-birth = Digit pemeriksa tanggal lahir salah; baca ulang
finding-mrz-digit-expiry = Digit pemeriksa masa berlaku salah; baca ulang
finding-mrz-digit-personal = Digit pemeriksa nomor pribadi salah; baca ulang
finding-mrz-digit-composite = Digit pemeriksa gabungan salah; baca ulang
finding-mrz-of-another = MRZ ini milik paspor lain; baca MRZ paspor pemegang
finding-mrz-name-cut = Nama mungkin terpotong di MRZ; lihat halaman data
finding-mrz-differs-name = Nama berbeda dari MRZ; periksa ejaannya
finding-mrz-differs-sex = Berbeda dari MRZ; periksa paspor
finding-mrz-differs-birth = Berbeda dari MRZ; periksa paspor
finding-mrz-differs-nationality = Berbeda dari MRZ; periksa paspor
finding-mrz-differs-number = Berbeda dari MRZ; periksa paspor
finding-mrz-differs-expiry = Berbeda dari MRZ; periksa paspor
finding-mrz-differs-country = Berbeda dari MRZ; periksa paspor

finding-name-no-letter = Nama harus memuat huruf
finding-name-not-written = Tulis nama dalam huruf Latin seperti di paspor
finding-name-digits = Nama memuat angka; periksa paspor
finding-name-not-latin = Ada huruf bukan Latin; pastikan tercetak di kartu
finding-sex-form = Tulis L, P, atau X
finding-birth-after-today = Tanggal lahir setelah hari ini
finding-birth-too-old = Usia lebih dari 120 tahun; periksa tahunnya
finding-nationality-unknown = Tidak dikenal; tulis kode tiga huruf atau nama negara
finding-nationality-specimen = UTO hanya untuk contoh; pilih negara yang benar
finding-nationality-indonesian = WNI tidak memerlukan izin tinggal
finding-civil-status-form = Tulis kawin, belum kawin, cerai hidup, atau cerai mati
finding-nik-form = NIK terdiri atas 16 angka
finding-nik-birth-differs = NIK tidak cocok dengan tanggal lahir atau jenis kelamin
finding-passport-no-form = Nomor paspor: 5–9 huruf kapital dan angka
finding-passport-no-long = Lebih dari 9 karakter; cocokkan dengan paspor
finding-passport-expired = Paspor sudah habis berlaku
finding-passport-country-differs = Berbeda dari kewarganegaraan; catat alasannya

finding-permit-no-form = 8–16 huruf dan angka, boleh diakhiri -A atau -AB
finding-permit-no-shape = Bentuknya tidak lazim; cocokkan dengan SIMKIM
finding-permit-no-kind = Nomor ini tampaknya bukan { $kind }; periksa jenisnya
finding-index-form = Indeks diawali huruf, misalnya E23 atau C312
finding-index-missing = Indeks kosong; isi jika kantor menetapkannya
finding-niora-form = NIORA hanya memuat huruf dan angka
finding-niora-shape = NIORA lazimnya 8–14 karakter; cocokkan
finding-issue-seq-form = Tulis angka 1–99
finding-validity-order = Berakhir sebelum mulai berlaku
finding-permit-ended = Izin ini sudah berakhir; kartu tidak dapat dibuat
finding-unlimited-only-itap = Hanya ITAP yang dapat tidak terbatas; isi tanggal
finding-report-due-order = Wajib lapor harus setelah mulai berlaku
finding-report-due-past = Wajib lapor sudah lewat; isi tanggal berikutnya
finding-report-due-unused = Tidak dipakai karena izin ini memiliki tanggal akhir
finding-reentry-until-missing = Isi tanggal akhir izin masuk kembali
finding-entry-after-today = Tanggal masuk setelah hari ini
finding-entry-before-birth = Tanggal masuk sebelum tanggal lahir
finding-entry-missing = ITAS pertama memerlukan tanggal masuk
finding-issue-date-after-today = Tanggal penerbitan setelah hari ini
finding-issue-date-long-past = Lebih dari { $days } hari lalu; isi tanggal kartu ini

finding-rt-rw-form = Tulis RT/RW seperti 003/007
finding-rt-rw-missing = RT/RW kosong; isi jika ada
finding-regency-unknown = Tidak dikenal; tulis misalnya Kota Bekasi
finding-province-differs = Kota/kabupaten ini berada di { $province }
finding-district-not-in-regency = Bukan kecamatan di { $regency }
finding-village-not-in-district = Bukan kelurahan/desa di { $district }
finding-address-outside-bekasi = Di luar wilayah kerja Bekasi; periksa mutasinya
finding-postcode-form = Kode pos terdiri atas 5 angka
finding-postcode-differs = Kode pos bukan dari wilayah ini; periksa
finding-guarantor-name-missing = Isi nama penjamin
finding-guarantor-id-form = NIB atau NIK hanya memuat angka
finding-guarantor-id-length = NIB 13 angka, NIK 16 angka; periksa

finding-index-unknown = Indeks tidak ada dalam daftar; cocokkan
finding-index-not-in-force = Indeks tidak berlaku hari ini
finding-index-other-kind = Indeks ini bukan untuk { $kind }
finding-grant-too-long = Paling lama { $months } bulan sejak mulai berlaku
finding-total-too-long = Lebih dari { $months } bulan sejak masuk; periksa riwayat
finding-issues-too-many = Lebih dari { $most } kali terbit; perlu persetujuan
finding-applied-late = Lewat { $days } hari sejak masuk; periksa biaya beban
finding-report-too-late = Wajib lapor paling lama { $months } bulan lagi
finding-reentry-missing = ITAS lazimnya disertai izin masuk kembali
finding-reentry-after-permit = Tidak boleh melewati masa berlaku izin tinggal
finding-reentry-too-long = Izin masuk kembali paling lama { $months } bulan
finding-passport-ends-first = Paspor berakhir sebelum izin; pertimbangkan masanya
finding-passport-too-short = Sisa masa paspor kurang dari { $months } bulan
finding-itap-needs-passport = ITAP memerlukan paspor kebangsaan
finding-retirement-age = Indeks ini untuk usia { $years } tahun ke atas
finding-minor-without-parent = Di bawah { $years } tahun; pastikan izin orang tuanya
finding-guarantor-missing = Indeks ini memerlukan penjamin; isi namanya

## Nomor yang sudah ada di registri.
finding-permit-of-another = Nomor ini milik orang lain, kartu { $serial }
finding-permit-no-otherwise = Terdaftar sebagai { $permit }; tulis seperti itu
error-permit-of-another = Nomor izin ini milik izin lain; kartu tidak diterbitkan
advice-permit-of-another = Cocokkan nomor izin dengan SIMKIM

## Pasfoto.
finding-portrait-damaged = Foto rusak; pilih ulang
finding-portrait-size = Foto agak kecil
finding-portrait-sharpness = Foto kurang tajam
finding-portrait-exposure = Wajah terlalu gelap atau terlalu terang
finding-portrait-glare = Sebagian wajah terlalu silau
finding-portrait-background = Latar tidak merata
