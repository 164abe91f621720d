wishlist-title = ❤️ <b>Wishlist</b> ({ $total } kos)
wishlist-empty = ❤️ Belum ada kos yang disimpan. Ketuk <b>❤️ Simpan</b> di kos yang menarik, nanti terkumpul di sini. Kalau harganya turun atau ada kamar kosong, langsung dikabari.

wishlist-price = <b>{ $price }</b> / bulan
wishlist-cheaper-since = 💸 turun, tadinya { $was }
wishlist-dearer-since = naik, tadinya { $was }
wishlist-rooms = 🚪 Sisa { $rooms } kamar
wishlist-full = 🚪 Sedang penuh
wishlist-freed-since = 🎉 tadinya penuh
wishlist-rooms-since = tadinya { $was }
wishlist-closed-since = ⛔ Sudah tidak ditawarkan lagi

wishlist-news = ❤️ Kabar dari wishlist: <b>{ $name }</b>, { $city }
wishlist-news-cheaper = 💸 Harganya turun jadi <b>{ $price }</b> / bulan, tadinya { $was }.
wishlist-news-room = 🚪 Ada kamar kosong lagi: sisa { $rooms }.
wishlist-news-closed = ⛔ Kos ini sudah tidak ditawarkan lagi. Kalau masih perlu, cari yang lain, yuk.

wishlist-toast-saved = ❤️ Tersimpan. Lihat semuanya di /wishlist
wishlist-toast-already = ❤️ Sudah tersimpan di wishlist.
wishlist-toast-full = Wishlist sudah penuh ({ $max } kos). Hapus dulu yang sudah tidak diminati, ya.
wishlist-toast-removed = 💔 Dihapus dari wishlist.
wishlist-toast-not-there = Kos ini sudah tidak ada di wishlist.

wishlist-button-save = ❤️ Simpan
wishlist-button-remove = 💔 Hapus dari wishlist
wishlist-button-remove-entry = 💔 Hapus { $number }
wishlist-button-entry = { $number }. { $name }
wishlist-button-detail = 📋 Lihat detail
wishlist-button-open = ❤️ Wishlist
wishlist-command-wishlist = Kos yang disimpan
