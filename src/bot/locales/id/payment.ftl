error-payment-above-limit = Jumlahnya di atas batas QRIS. Hubungi pemilik untuk cara bayar lain, ya.
error-payment-closing = QR yang lama sedang ditutup. Coba lagi sebentar, ya.
error-payment-not-available = Pembayaran QRIS belum tersedia di sini. Hubungi pemilik untuk cara bayar lain, ya.

payment-button-qris = 📲 Bayar pakai QRIS
payment-button-check = 🔄 Cek pembayaran
payment-started = QR untuk { $amount } sedang dibuat, sebentar lagi muncul di sini.
payment-still-preparing = QR-nya sedang dibuat, tunggu sebentar, ya.
payment-resent = QR yang sama dikirim lagi. Bayar sekali saja, ya.
payment-preparing = ⏳ QR untuk { $month } · { $property } ({ $amount }) sedang dibuat. No. pesanan <code>{ $order }</code>.

payment-qr = 📲 <b>{ $amount }</b> · Sewa { $month }, { $property }
    No. pesanan <code>{ $order }</code>
    Berlaku sampai <b>{ $until }</b>

    Bayar dari HP ini? Simpan gambarnya, buka m-banking atau e-wallet, pilih QRIS, ambil dari galeri.
payment-qr-paid = ✅ <b>Lunas</b> · { $amount } · { $month }, { $property }
    Diterima { $at }. No. pesanan <code>{ $order }</code>

    QR ini sudah tidak perlu dibayar lagi.
payment-qr-expired = ⌛ <b>QR ini sudah tidak berlaku.</b> { $amount } · { $month }, { $property }
    No. pesanan <code>{ $order }</code>

    Jangan dibayar lagi, ya. Tekan tombol di bawah untuk QR yang baru. Kalau tadi sudah terlanjur bayar, tenang: kami tetap mengecek, dan uangnya tidak hilang.
payment-qr-closed = <b>QR ini sudah ditutup.</b> { $amount } · { $month }, { $property }
    No. pesanan <code>{ $order }</code>

    Tagihannya sudah tidak perlu dibayar, jadi jangan bayar QR ini, ya.
payment-qr-denied = ⚠️ <b>Pembayaran ini ditolak.</b> { $amount } · { $month }, { $property }
    No. pesanan <code>{ $order }</code>

    Coba lagi dengan QR yang baru. Kalau saldo sudah terpotong, tenang: kami tetap mengecek, dan uangnya tidak hilang.
payment-qr-refused = ⚠️ QR untuk { $amount } ({ $month }, { $property }) belum bisa dibuat. Coba lagi nanti, atau hubungi pemilik. No. pesanan <code>{ $order }</code>.

payment-receipt-paid = ✅ <b>Lunas</b>
payment-receipt-received = 💰 <b>Pembayaran diterima</b>
payment-receipt-tenant = Terima kasih! <b>{ $amount }</b> untuk { $month } · { $property }, kamar { $room }, sudah masuk.
payment-receipt-owner = <b>{ $amount }</b> dari { $name } untuk { $month } · { $property }, kamar { $room }, sudah masuk.
payment-receipt-rest = Sisa yang belum dibayar: { $amount }
payment-receipt-facts = 🗓 { $at } · { $method }
    Tagihan <code>{ $invoice }</code>
    No. pesanan <code>{ $order }</code>
payment-placed-invoice = • { $amount } masuk ke tagihan <code>{ $invoice }</code>
payment-placed-credit = • { $amount } disimpan sebagai saldo untuk tagihan berikutnya, karena tagihannya sudah tidak terbuka

payment-method-qris = QRIS
payment-method-manual = transfer
payment-method-bank_transfer = virtual account
payment-method-gopay = GoPay
payment-method-shopeepay = ShopeePay
payment-method-cash = tunai
payment-method-credit = saldo
payment-status-pending = menunggu
payment-status-success = ✅ masuk
payment-status-failed = ditolak
payment-status-cancelled = ditutup

payment-check-pending = Belum masuk. Kami sedang mengecek; begitu masuk, kabarnya langsung muncul di sini.
payment-check-success = ✅ Pembayaran ini sudah masuk.
payment-check-failed = Pembayaran ini ditolak. Kami cek sekali lagi; kalau uangnya masuk, langsung dikabari.
payment-check-cancelled = QR ini sudah ditutup. Kami cek sekali lagi; kalau uangnya masuk, langsung dikabari.

# Di dalam gambar QR
payment-picture-subtitle = { $month } · Kamar { $room }
payment-picture-until = Berlaku sampai { $until }
