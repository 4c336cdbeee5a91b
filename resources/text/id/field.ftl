# Nama isian, pilihan, dan beratnya temuan.
