# Kartu dan cetakan.
