## Foto: asisten, pengambilan sendiri, bingkai, keseimbangan putih.
photo-itself = Ambil sendiri
photo-hold = Bagus. Tahan sebentar… { $seconds }
photo-unguided = Atur wajah di dalam bingkai, lalu tekan Spasi
photo-turn-left = Putar kiri
photo-turn-right = Putar kanan
photo-reset = Atur ulang
photo-balance = Putihkan latar
photo-unbalance = Warna asli
photo-no-balance = Putih tidak dapat diseimbangkan
photo-no-balance-advice = Latar kurang terlihat atau warnanya terlalu jauh dari putih

## Foto: umur dan foto sebelumnya.
photo-taken-on = Diambil { $date }, { $age }
photo-too-old = Foto ini terlalu lama: diambil { $date }, { $age }
photo-age-new = kurang dari sebulan
photo-age-months = { $count } bulan lalu
photo-age-years = { $count } tahun lalu
photo-earlier = Foto sebelumnya: orang yang sama?
photo-earlier-same = Orang yang sama?
photo-earlier-hint = Petugas yang menilai apakah orangnya sama
photo-earlier-one = Foto izin { $permit }, { $date }
photo-earlier-undated = Tanpa tanggal

## Foto: kekurangan diterima penyelia.
photo-accept = Terima kekurangan…
photo-accept-title = Terima foto ini apa adanya?
photo-accept-text = Penyelia menyebut alasannya dan membuktikan diri. Alasan dan namanya tercatat dan terlihat oleh pemberi persetujuan.
photo-accept-yes = Terima foto
photo-accept-login = Nama masuk penyelia
photo-accepted = Foto diterima penyelia
finding-portrait-accepted = Kekurangan foto diterima { $officer }: { $reason }
error-portrait-flawless = Foto ini tidak memiliki kekurangan
advice-portrait-flawless = Lanjutkan tanpa penyelia
act-portrait-accept = Kekurangan foto diterima penyelia
act-portrait-list = Foto sebelumnya dilihat

## Foto: aturan kantor di Pengaturan.
photo-settings = Pasfoto
photo-settings-hint = Berlaku untuk foto yang diambil sesudah disimpan
photo-ground = Warna latar
photo-ground-white = Putih
photo-ground-red = Merah
photo-ground-blue = Biru
photo-ground-orange = Oranye
photo-oldest = Umur foto paling lama
photo-months = { $count } bulan
photo-flaws = Kekurangan yang tidak diterima penyelia
photo-flaws-told = Diberitahukan
photo-flaws-stop = Menghentikan permohonan
photo-camera = Pengambilan foto
photo-camera-officer = Oleh petugas
photo-camera-itself = Sendiri bila semua baik
