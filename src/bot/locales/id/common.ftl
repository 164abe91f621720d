# Galat umum
error-common-busy = Lagi ramai, jadi belum sempat diproses. Coba lagi sebentar, ya.
error-common-not-found = Yang dicari sudah tidak ada.
error-common-not-allowed = Yang ini bukan untuk akun ini.

common-unexpected = Maaf, ada gangguan di sisi kami dan permintaan ini belum diproses. Coba lagi sebentar. Kalau masih sama, sebutkan kode <code>{ $code }</code> saat lapor.
common-old-button = Tombol ini sudah tidak berlaku. Buka menunya lagi, ya.
common-hint = Belum paham maksudnya. Coba /cari untuk mencari kos, /menu untuk pilihan lain, atau /bantuan.
common-hint-media = Yang ini belum bisa dibaca di sini, baru teks saja. Mau bayar? Buka /tagihan. Mau cari kos? Ketik saja kos seperti apa.
common-slow-down = Pelan-pelan, ya. Tunggu sebentar lalu coba lagi.
common-nothing-to-cancel = Tidak ada yang sedang berjalan. Ketik /menu untuk melihat pilihan.

common-admin-error = ⚠️ <b>Gangguan { $code }</b>
    { $kind } · { $where }
    Rinciannya ada di log dengan kode yang sama. Jenis ini tidak diberitahukan lagi dalam satu jam.
common-admin-dead = ⚠️ <b>Pesan tidak terkirim ({ $code })</b>
    { $what } · { $reason }
    Disimpan di <code>{ $key }</code>. Jenis ini tidak diberitahukan lagi dalam satu jam.

common-admin-job-failed = ⚠️ Pekerjaan { $job } gagal terus ({ $attempts } kali) untuk { $id }. Rinciannya ada di log.
common-owners-only = Menu ini untuk pemilik kos. Pengajuanmu sendiri ada di /sewa.
common-admins-only = Yang ini hanya untuk admin, di grup admin.
