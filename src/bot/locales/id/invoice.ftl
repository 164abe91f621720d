error-invoice-not-open = { $status ->
    [paid] Tagihan ini sudah lunas. Terima kasih!
   *[cancelled] Tagihan ini sudah dibatalkan, tidak perlu dibayar.
 }

invoice-none = Belum ada tagihan. Tagihan muncul setelah pengajuan sewa disetujui pemilik kos.
invoice-owed-title = 🧾 <b>Yang belum dibayar</b>
invoice-nothing-owed = 🧾 Tidak ada yang perlu dibayar. 👍
invoice-list-button = { $status } { $month } · { $property }
invoice-mark-pending = 🟡
invoice-mark-overdue = 🔴
invoice-mark-paid = ✅
invoice-mark-cancelled = ✖️
invoice-status-pending = belum dibayar
invoice-status-overdue = lewat jatuh tempo
invoice-status-paid = ✅ lunas
invoice-status-cancelled = dibatalkan

invoice-title = { $month } · { $property }
invoice-period = Untuk { $start } sampai { $end }
invoice-item-rent = Sewa { $month }
invoice-item-deposit = Deposit
invoice-late-fee = Denda telat
invoice-total = <b>Total: { $amount }</b>
invoice-paid = Sudah dibayar: { $amount }
invoice-owed = Perlu dibayar <b>{ $amount }</b>, jatuh tempo { $due }
invoice-paid-date = Lunas pada { $date }
invoice-payments = Pembayaran:
invoice-payment = • { $amount } · { $method } · { $status } · { $at }
invoice-button-open = 🧾 Lihat tagihan
invoice-button-all = 🧾 Semua tagihan
invoice-button-list = 🧾 Tagihan
invoice-command-tagihan = Tagihan dan pembayaran
