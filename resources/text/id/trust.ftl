# Kepercayaan: kunci penanda tangan, daftar status, berkas kepercayaan, dan pencabutan.

error-signer-device = Perangkat kunci tidak menandatangani
advice-signer-device = Pasang kembali token kunci dan coba lagi; belum ada kartu yang dibuat dan belum ada blangko yang terpakai
