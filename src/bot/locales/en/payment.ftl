error-payment-above-limit = That is above the limit of QRIS. Please ask the owner for another way to pay.
error-payment-closing = The previous QR is being closed. Please try again in a moment.
error-payment-not-available = QRIS is not available here yet. Please ask the owner for another way to pay.

payment-button-qris = 📲 Pay with QRIS
payment-button-check = 🔄 Check payment
payment-started = The QR for { $amount } is being made and will appear here in a moment.
payment-still-preparing = The QR is being made, just a moment.
payment-resent = The same QR is sent again. Pay it only once.
payment-preparing = ⏳ The QR for { $month } · { $property } ({ $amount }) is being made. Order <code>{ $order }</code>.

payment-qr = 📲 <b>{ $amount }</b> · Rent { $month }, { $property }
    Order <code>{ $order }</code>
    Valid until <b>{ $until }</b>

    Paying from this phone? Save the picture, open your bank or e-wallet app, choose QRIS, take it from the gallery.
payment-qr-paid = ✅ <b>Paid</b> · { $amount } · { $month }, { $property }
    Received { $at }. Order <code>{ $order }</code>

    This QR does not have to be paid any more.
payment-qr-expired = ⌛ <b>This QR is no longer valid.</b> { $amount } · { $month }, { $property }
    Order <code>{ $order }</code>

    Please don't pay it. Press the button below for a new one. If you have just paid it, don't worry: we keep checking, and no money is lost.
payment-qr-closed = <b>This QR is closed.</b> { $amount } · { $month }, { $property }
    Order <code>{ $order }</code>

    The invoice does not have to be paid any more, so please don't pay this QR.
payment-qr-denied = ⚠️ <b>This payment was declined.</b> { $amount } · { $month }, { $property }
    Order <code>{ $order }</code>

    Try again with a new QR. If the money has left your account, don't worry: we keep checking, and none is lost.
payment-qr-refused = ⚠️ The QR for { $amount } ({ $month }, { $property }) could not be made. Try again later, or ask the owner. Order <code>{ $order }</code>.

payment-receipt-paid = ✅ <b>Paid</b>
payment-receipt-received = 💰 <b>Payment received</b>
payment-receipt-tenant = Thank you! <b>{ $amount }</b> for { $month } · { $property }, room { $room }, has come in.
payment-receipt-owner = <b>{ $amount }</b> from { $name } for { $month } · { $property }, room { $room }, has come in.
payment-receipt-rest = Still to pay: { $amount }
payment-receipt-facts = 🗓 { $at } · { $method }
    Invoice <code>{ $invoice }</code>
    Order <code>{ $order }</code>
payment-placed-invoice = • { $amount } went to invoice <code>{ $invoice }</code>
payment-placed-credit = • { $amount } is kept as credit for the next invoice, since its own is no longer open

payment-method-qris = QRIS
payment-method-manual = transfer
payment-method-bank_transfer = virtual account
payment-method-gopay = GoPay
payment-method-shopeepay = ShopeePay
payment-method-cash = cash
payment-method-credit = credit
payment-status-pending = waiting
payment-status-success = ✅ received
payment-status-failed = declined
payment-status-cancelled = closed

payment-check-pending = Not received yet. We are checking; the news will appear here at once.
payment-check-success = ✅ This payment has been received.
payment-check-failed = This payment was declined. We check once more; if the money came in, you will hear of it.
payment-check-cancelled = This QR is closed. We check once more; if the money came in, you will hear of it.

# Inside the picture of the QR
payment-picture-subtitle = { $month } · Room { $room }
payment-picture-until = Valid until { $until }
