error-contract-room-taken = Kamar { $number } masih ditempati. Tidak ada yang berubah; setujui lagi dengan nomor lain.
error-contract-room-number = Nomor kamarnya tidak terbaca. Tidak ada yang berubah.
error-contract-due-day = Tanggal jatuh temponya tidak cocok lagi dengan tanggal mulai. Tidak ada yang berubah; setujui lagi, ya.
error-contract-hold-over = Waktu untuk membayar tagihan pertama sudah habis, jadi kamarnya dilepas lagi.

contract-none = Belum ada pengajuan atau kontrak. Cari kos yang cocok dulu, yuk.
contract-rent-title = 🔑 <b>Sewa kamu</b>
    Pilih untuk melihat rinciannya:
contract-rent-contract = { $mark } { $property }, kamar { $room }
contract-rent-application = { $status } · { $property }

contract-title = 🔑 <b>{ $property }</b>, kamar { $room }
contract-state-held = ⏳ Kamar ditahan sampai { $until }, menunggu pembayaran pertama
contract-state-active = ✅ Aktif
contract-state-expired = Sudah selesai
contract-state-terminated = Sudah diakhiri
contract-state-not_paid = Tidak jadi: pembayaran pertama tidak masuk
contract-dates = 🗓 { $start } sampai { $end } ({ $months } bulan)
contract-money = 💰 { $rent } per bulan, jatuh tempo tiap tanggal { $day }; { $deposit ->
    [Rp0] tanpa deposit
   *[other] deposit { $deposit }
 }
contract-owner = 👤 Pemilik: { $name }
contract-tenant = 👤 Penyewa: { $name }
contract-emergency = 🆘 { $name } ({ $relation }) · { $phone }
contract-terms = 📋 Aturan: { $terms }
contract-button-open = 🔑 Lihat kontrak

contract-agreed-tenant = 🎉 <b>Sewa resmi jadi!</b> Kamar { $room } di { $property } jadi kamarmu mulai { $start }.

    Hubungi { $owner } untuk janjian kunci: { $phone }.
contract-agreed-owner = 🎉 <b>Sewa resmi jadi!</b> { $name } menempati kamar { $room } di { $property } mulai { $start }.

    📱 Penyewa: { $phone }
    🆘 Kontak darurat: { $contact } ({ $relation }), { $contactPhone }
contract-not-paid-tenant = ⌛ Waktu pembayaran pertama untuk kamar { $room } di { $property } sudah lewat, jadi kamarnya dilepas dan tagihannya dibatalkan. Tidak ada yang perlu dibayar. Masih berminat? Ajukan lagi selama kamarnya ada.
contract-not-paid-owner = ⌛ Pembayaran pertama { $name } tidak masuk sampai batas waktu. Kontrak kamar { $room } di { $property } dibatalkan dan kamarnya tersedia lagi.
contract-button-rent = 🔑 Sewa saya
contract-command-sewa = Pengajuan dan kontrak sewa
contract-offer-title = 🎉 <b>Pengajuanmu disetujui!</b> { $owner } menerima kamu di { $property }.
contract-offer-terms = 🚪 Kamar { $room } ({ $type })
    🗓 { $start } sampai { $end }
    💰 { $rent } per bulan, jatuh tempo tiap tanggal { $day }; { $deposit ->
        [Rp0] tanpa deposit
       *[other] deposit { $deposit }
    }
contract-offer-pay = Kamar ditahan untukmu sampai <b>{ $until }</b>. Bayar tagihan pertama <b>{ $amount }</b> sebelum itu supaya kamarnya tidak dilepas. Dengan membayar, kamu setuju dengan ketentuan di atas.
contract-offer-agreed = ✅ Tagihan pertama sudah dibayar. Sewamu sudah jadi.
