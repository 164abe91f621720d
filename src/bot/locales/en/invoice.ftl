error-invoice-not-open = { $status ->
    [paid] This invoice is paid. Thank you!
   *[cancelled] This invoice was cancelled, there is nothing to pay.
 }

invoice-none = No invoices yet. They appear once an owner has approved your application.
invoice-owed-title = 🧾 <b>To pay</b>
invoice-nothing-owed = 🧾 Nothing to pay. 👍
invoice-list-button = { $status } { $month } · { $property }
invoice-mark-pending = 🟡
invoice-mark-overdue = 🔴
invoice-mark-paid = ✅
invoice-mark-cancelled = ✖️
invoice-status-pending = not paid yet
invoice-status-overdue = overdue
invoice-status-paid = ✅ paid
invoice-status-cancelled = cancelled

invoice-title = { $month } · { $property }
invoice-period = For { $start } to { $end }
invoice-item-rent = Rent { $month }
invoice-item-deposit = Deposit
invoice-late-fee = Late fee
invoice-total = <b>Total: { $amount }</b>
invoice-paid = Paid so far: { $amount }
invoice-owed = To pay: <b>{ $amount }</b>, due { $due }
invoice-paid-date = Paid on { $date }
invoice-payments = Payments:
invoice-payment = • { $amount } · { $method } · { $status } · { $at }
invoice-button-open = 🧾 See the invoice
invoice-button-all = 🧾 All invoices
invoice-button-list = 🧾 Invoices
invoice-command-tagihan = Invoices and payments
