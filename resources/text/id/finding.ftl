# Temuan pada isian: finding-<aturan>.
