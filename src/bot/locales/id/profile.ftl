error-profile-unknown = Kenalan dulu, ya. Ketik /start lalu coba lagi.
error-profile-no-phone = Untuk ini perlu nomor HP. Coba lagi, nanti ditanyakan.
error-profile-banned = Akun ini sedang ditangguhkan, jadi yang ini belum bisa. /tagihan dan pembayaran tetap bisa dipakai.
error-profile-invalid = Data pendaftarannya belum lengkap atau tidak terbaca. Coba ulangi, ya.

profile-ask-name = Kenalan dulu, yuk. <b>Siapa namamu?</b>

    Nama dipakai supaya kamu dan pemilik kos tahu sedang bicara dengan siapa. Yang disimpan hanya nama, akun Telegram, dan bahasamu: lihat /privasi. Dengan lanjut, kamu setuju.
profile-use-telegram-name = Pakai nama Telegram: { $name }
profile-name-problem = Nama perlu { $min } sampai { $max } huruf, tanpa angka panjang, tautan, atau emoji saja. Ketik lagi, ya, misalnya <i>Ahmad Fauzi</i>.
profile-ask-phone = <b>Nomor HP kamu?</b> Tekan tombol 📱 di bawah, atau ketik nomornya, misalnya <i>0812 3456 7890</i>.

    Nomor disimpan supaya pemilik bisa menghubungi setelah sewa jadi; sebelum itu tidak ada yang melihatnya. Rinciannya di /privasi.
profile-ask-email = <b>Alamat e-mail?</b> Boleh dilewati. Kalau diisi, dicatat di kontrak sewamu sebagai kontak cadangan.
profile-email-problem = Alamat e-mailnya belum terbaca. Contohnya <i>nama@email.com</i>. Boleh juga dilewati.
profile-registered = ✅ Siap, <b>{ $name }</b>. Datamu sudah tersimpan.
profile-registered-unverified = ✅ Siap, <b>{ $name }</b>. Datamu sudah tersimpan. Nomor { $phone } dicatat sebagai belum terverifikasi.

profile-privacy = <b>Data yang disimpan KostIn</b>

    • <b>Nama, akun Telegram, bahasa</b>: supaya penyewa dan pemilik kos saling kenal.
    • <b>Nomor HP dan e-mail</b> (kalau diisi): untuk sewa. Pemilik kos baru melihat nomor setelah pembayaran pertama masuk.
    • <b>Pengajuan, kontrak, tagihan, pembayaran</b>: catatan sewa, hanya dilihat penyewa dan pemilik kosnya.
    • <b>Wishlist</b>: supaya kamu dikabari kalau kosnya berubah. Orang lain tidak bisa melihatnya.
    • <b>{ $searches } pencarian terakhir</b> (lokasi yang dikirim dibulatkan sekitar 100 m): supaya tombol hasil pencarian tetap jalan.

    Foto KTP tidak pernah diminta. Data tidak dijual dan tidak dipakai untuk iklan.

profile-language-question = Pilih bahasa / Choose a language:
profile-language-id = 🇮🇩 Bahasa Indonesia
profile-language-en = 🇬🇧 English
profile-language-set = Oke, mulai sekarang pakai bahasa Indonesia.
profile-button-language = 🌐 Bahasa / Language
profile-command-bahasa = Ganti bahasa
profile-command-privasi = Data yang disimpan
