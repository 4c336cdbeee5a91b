# Baris perintah.

cli-error = Galat: { $what }
cli-advice = Saran: { $advice }
cli-detail = Rincian: { $detail }
cli-note = Perhatian: { $note }
cli-no-office = Perintah ini memerlukan --office FOLDER
cli-bad-time = --at: tulis waktu seperti 2026-12-31T10:00:00+07:00
cli-bad-date = --on: tulis tanggal seperti 2026-12-31
cli-bad-permit = Nomor izin tinggal tidak sesuai bentuknya
cli-bad-text = Berkas ini bukan teks UTF-8
cli-progress = Membuat penduduk contoh: { $done } dari { $all }

cli-demo-made = Kantor contoh dibuat di { $dir }
cli-demo-figures = { $permits } izin tinggal ({ $kitas } KITAS, { $kitap } KITAP), semuanya orang karangan, bertanda CONTOH / SPECIMEN
cli-demo-next = Buka dengan: loket --office { $dir }

cli-check-passes = Draf dapat diterbitkan
cli-check-fails = Draf belum dapat diterbitkan
cli-finding-hard = [wajib] { $field }: { $words }
cli-finding-soft = [perhatian] { $field }: { $words }

cli-issued = Kartu { $serial } untuk izin { $permit } diterbitkan
cli-issued-specimen = Ini kartu CONTOH / SPECIMEN, bukan untuk orang
cli-written = PDF: { $path }

cli-specimen = CONTOH / SPECIMEN: bukan kartu untuk orang
cli-unproven = Isi berikut belum terbukti benar:
cli-claim-name = Nama: { $value }
cli-claim-permit = Izin tinggal: { $value }
cli-claim-status = Jenis: { $value }
cli-claim-birth = Tanggal lahir: { $value }
cli-claim-nationality = Kewarganegaraan: { $value }
cli-claim-passport = Paspor: { $value }
cli-claim-serial = Seri kartu: { $value }
cli-claim-expires = Berlaku sampai: { $value }
cli-claim-kid = Penanda tangan: { $value }
