search-cities = 🔍 <b>Cari kos di mana?</b>

    Pilih kota, atau ketik langsung, misalnya <i>kos putri dramaga ac di bawah 1,5jt</i>.
search-no-listings = Belum ada kos yang ditawarkan saat ini. Coba lagi nanti, ya.
search-city = { $city } ({ $count })
search-city-gone = Sudah tidak ada kos di kota itu.

search-found = 🔎 { $total } kos ketemu
search-found-all = 🔎 Semua kos: { $total }
search-sort-dearest = termahal dulu
search-sort-newest = terbaru dulu
search-sort-best-rated = rating tertinggi dulu
search-sort-nearest = terdekat dulu
search-ignored = Belum dipahami: { $words }
search-none = Belum ada kos yang cocok dengan semua ini: { $filters }.
search-none-drop = Kalau satu pilihan dilepas, ada:
search-none-cities = Coba pilih kota lain:
search-drop = Tanpa { $filter } ({ $count })
search-list-changed = Daftarnya baru berubah, ini yang terdekat.
search-too-old = Pencarian ini sudah lama. Ketik lagi yang kamu cari, ya.

search-chip = ✖️ { $filter }
search-min-price = mulai { $price }
search-max-price = maks. { $price }
search-word = “{ $word }”
search-radius = dalam { $kilometres } km

search-position = { $position }/{ $total }
search-position-toast = Hasil ke-{ $position } dari { $total }
search-button-detail = 📋 Lihat detail
search-button-cities = 🔍 Cari lagi
search-button-open = 🔍 Cari kos
search-command-cari = Cari kos
