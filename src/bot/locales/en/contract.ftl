error-contract-room-taken = Room { $number } is still let. Nothing has changed; approve again with another number.
error-contract-room-number = That room number could not be read. Nothing has changed.
error-contract-due-day = The due day no longer fits the start date. Nothing has changed; please approve again.
error-contract-hold-over = The time to pay the first invoice is over, so the room has been released.

contract-none = No application or contract yet. Let's find a kos first.
contract-rent-title = 🔑 <b>Your rentals</b>
    Choose one to see its details:
contract-rent-contract = { $mark } { $property }, room { $room }
contract-rent-application = { $status } · { $property }

contract-title = 🔑 <b>{ $property }</b>, room { $room }
contract-state-held = ⏳ The room is held until { $until }, waiting for the first payment
contract-state-active = ✅ Active
contract-state-expired = Ended
contract-state-terminated = Terminated
contract-state-not_paid = Not agreed: the first payment did not come
contract-dates = 🗓 { $start } to { $end } ({ $months ->
    [1] 1 month
   *[other] { $months } months
 })
contract-money = 💰 { $rent } a month, due on day { $day }; { $deposit ->
    [Rp0] no deposit
   *[other] deposit { $deposit }
 }
contract-owner = 👤 Owner: { $name }
contract-tenant = 👤 Tenant: { $name }
contract-emergency = 🆘 { $name } ({ $relation }) · { $phone }
contract-terms = 📋 House rules: { $terms }
contract-button-open = 🔑 See the contract

contract-agreed-tenant = 🎉 <b>The rent is agreed!</b> Room { $room } at { $property } is yours from { $start }.

    Contact { $owner } about the key: { $phone }.
contract-agreed-owner = 🎉 <b>The rent is agreed!</b> { $name } has room { $room } at { $property } from { $start }.

    📱 Tenant: { $phone }
    🆘 Emergency contact: { $contact } ({ $relation }), { $contactPhone }
contract-not-paid-tenant = ⌛ The time for the first payment for room { $room } at { $property } is over, so the room was released and the invoice cancelled. There is nothing to pay. Still interested? Apply again while there is a room.
contract-not-paid-owner = ⌛ The first payment of { $name } did not come in time. The contract for room { $room } at { $property } was cancelled and the room is available again.
contract-button-rent = 🔑 My rentals
contract-command-sewa = My applications and contracts
contract-offer-title = 🎉 <b>Your application was approved!</b> { $owner } accepted you at { $property }.
contract-offer-terms = 🚪 Room { $room } ({ $type })
    🗓 { $start } to { $end }
    💰 { $rent } a month, due on day { $day }; { $deposit ->
        [Rp0] no deposit
       *[other] deposit { $deposit }
    }
contract-offer-pay = The room is held for you until <b>{ $until }</b>. Pay the first invoice of <b>{ $amount }</b> before that, or it is released. By paying you agree to the terms above.
contract-offer-agreed = ✅ The first invoice is paid. The rent is agreed.
