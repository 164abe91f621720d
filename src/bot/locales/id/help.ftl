help-guest = <b>Yang bisa dilakukan di KostIn</b>

    Ketik kos yang kamu cari, misalnya <i>kos putra depok wifi max 1jt</i>. Nama kota, putra/putri/campur, harga, dan fasilitas langsung dipahami, salah ketik sedikit pun tidak apa-apa.

    /cari – cari kos
    /wishlist – kos yang disimpan
    /sewa – pengajuan dan kontrak
    /tagihan – tagihan dan pembayaran
    /bahasa – ganti bahasa
    /privasi – data yang disimpan
    /batal – batalkan yang sedang berjalan
    /menu – menu utama

    Survei dulu sebelum bayar. Bayar hanya lewat tagihan KostIn. KostIn tidak pernah minta OTP atau PIN.
help-group = Di grup ini KostIn mengabari admin. Cari kos, sewa, dan tagihan ada di chat pribadi: @{ $bot }.

    /idgrup – ID grup ini, untuk pengaturan server
help-owner = <b>Yang bisa dilakukan di KostIn</b>

    /pengajuan – pengajuan sewa yang menunggu keputusan
    /cari – cari kos
    /wishlist – kos yang disimpan
    /sewa – pengajuan dan kontrak sendiri
    /tagihan – tagihan sendiri
    /bahasa – ganti bahasa
    /privasi – data yang disimpan
    /batal – batalkan yang sedang berjalan
    /menu – menu utama

    Setiap pengajuan baru dan setiap pembayaran yang masuk langsung dikabari di sini.
help-button-open = ❓ Bantuan
help-command-bantuan = Bantuan
