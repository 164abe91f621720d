error-application-already-open = Your application for { $name } is still waiting for the owner's answer. See /rent.
error-application-already-decided = { $status ->
    [approved] This application has already been approved.
    [rejected] This application has already been declined.
    [withdrawn] This application has been withdrawn by the applicant.
   *[expired] This application has expired.
 } Nothing has changed.
error-application-own-listing = This is your own kos, so there is nothing to apply for.
error-application-wrong-people = { $reason ->
    [putra-only] { $name } is for men only.
    [putri-only] { $name } is for women only.
   *[one-person-only] Rooms at { $name } are for one person.
 } Try another kos with /search.
error-application-start-date = The start date has to be between today and { $days } days from now. Please apply again with another date.
error-application-duration = The shortest stay at this kos is { $months } months.
error-application-price-changed = The price at { $name } has just changed. Have another look and apply again.
error-application-own-phone = The emergency contact has to be somebody else, not your own number.
error-application-invalid = Something in it could not be read. Please apply again.

application-for-self = Myself
application-for-child = My child
application-for-sibling = My sibling
application-for-two = Two people
# The same, on cards that the owner reads too
application-who-self = For the applicant
application-who-child = For a child
application-who-sibling = For a sibling
application-who-two = For two people
application-gender-putra = Male
application-gender-putri = Female
application-gender-campur = Male & female
application-occupation-student = Studying
application-occupation-worker = Working

application-room = 🏠 <b>{ $property }</b> · { $room }
    { $rent } a month, { $deposit ->
        [Rp0] no deposit
       *[other] deposit { $deposit }
    }
application-dates = 🗓 From { $start }, { $months ->
    [1] 1 month
   *[other] { $months } months
 }
application-note = 💬 <i>{ $note }</i>
application-reason = Reason: <i>{ $reason }</i>

# Waiting or decided
application-status-pending = ⏳ Waiting for an answer
application-status-approved = ✅ Approved
application-status-rejected = ❌ Declined
application-status-withdrawn = ↩️ Withdrawn
application-status-expired = ⌛ Expired
application-outcome-pending = ⏳ Waiting for an answer
application-outcome-approved = ✅ Approved by { $by }, { $at }
application-outcome-rejected = ❌ Declined by { $by }, { $at }
application-outcome-withdrawn = ↩️ Withdrawn by { $by }, { $at }
application-outcome-expired = ⌛ Expired, { $at }

# The owner's card
application-card-title = 📥 <b>{ $owner }, a new application</b>
application-card-decided = 📥 <b>Application</b>
application-tenant-verified = 👤 { $name } · phone number verified ✓
application-tenant-unverified = 👤 { $name } · phone number not verified
application-answer-until = ⏳ Please answer by { $until }.
application-button-approve = ✅ Approve
application-button-reject = ❌ Decline
application-none-to-decide = No application is waiting. New ones are announced here at once.
application-to-decide = 📥 <b>Applications waiting: { $count }</b>. Choose one to open it:
application-to-decide-button = { $name } · { $property } · { $start }
application-button-others = 📥 Other applications

# The applicant's own
application-waiting = The owner has until { $until }. You will hear of it here as soon as there is an answer.
application-button-withdraw = ↩️ Withdraw
application-withdraw-sure = Withdraw it? The owner will be told.
application-button-withdraw-yes = Yes, withdraw
application-button-keep = Keep it
application-button-open = 📄 See the application
application-button-listing = 🏠 See the kos
application-submitted = ✅ <b>Application sent!</b>

    { $owner } will answer for { $property } by { $until } at the latest. The news comes here, and you can look at it in /rent.

# Questions of an application
application-ask-room = 📝 Applying at <b>{ $property }</b>. <b>Which room?</b>
application-room-choice = { $name } · { $price } · { $available } left
application-ask-for-whom = 📝 Applying at <b>{ $property }</b>. <b>Who is the room for?</b>
application-one-person = Rooms at { $property } are for one person.
application-ask-gender = { $who ->
    [self] <b>Are you male or female?</b>
   *[other] <b>Who will live there, male or female?</b>
 }
application-ask-occupation = { $who ->
    [self] <b>Are you studying or working?</b>
   *[other] <b>Studying or working?</b>
 }
application-ask-start = <b>When would you like to move in?</b> Choose the month, or type the date, for example <i>5 December</i>.
application-ask-day = <b>Which day?</b> Choose it in the calendar, or type the date.
application-date-range = A rent can begin from today up to 90 days ahead.
application-ask-duration = <b>For how long?</b>
application-months = { $months ->
    [1] 1 month
   *[other] { $months } months
 }
application-duration-problem = It can be { $choices } months. Please choose one of these.
application-ask-contact-name = <b>Emergency contact: what is their name?</b>

    Somebody the owner can call if something happens. The owner sees it only once the rent is agreed.
application-saved-contact = Use { $name } ({ $relation })
application-ask-contact-phone = <b>The emergency contact's phone number?</b> Type it, or share the contact.
application-phone-own = That is your own number. The emergency contact has to be somebody else.
application-ask-contact-relation = <b>Who are they to you?</b> Choose, or type it.
application-relation-problem = That could not be read. Use words, for example <i>Father</i> or <i>Aunt</i>.
application-relation-father = Father
application-relation-mother = Mother
application-relation-sibling = Sibling
application-relation-partner = Partner
application-relation-friend = Friend
application-ask-note = <b>Anything to tell the owner?</b> For example that you bring a motorbike, or when you could come and see it.
application-review-title = <b>Check before it is sent</b>
application-review-contact = 🆘 { $name } ({ $relation }) · { $phone }
application-review-due = 💳 <b>First invoice { $total }</b>{ $deposit ->
    [Rp0] {" "}for the first month
   *[other] {" "}= rent { $rent } + deposit { $deposit }
 }
application-review-note = Nothing has to be paid now. The invoice is made when the owner agrees.
application-button-send = ✅ Send
application-press-send = Press ✅ Send if everything is right, or ⬅️ Back to change something.
application-mismatch = Sorry, { $property } is for { $type } only. These fit and have rooms left:
application-mismatch-none = Sorry, { $property } is for { $type } only. Let's look for another kos that fits.

# Approving and declining, by the owner
application-ask-number = <b>Which room number for { $name }?</b> It is a { $room }. Type the number, for example <i>101</i> or <i>A2</i>.
application-number-problem = That room number could not be read. Use letters and digits, 10 at most, for example <i>101</i> or <i>A2</i>.
application-number-taken = Room { $number } is still let. Type another number.
application-ask-due-day = <b>On which day of the month is the rent due?</b> It begins on { $start }; that day or up to 10 days later.
application-due-day-problem = Choose one of these days: { $days }.
application-approve-review = <b>Approve { $name }?</b>

    🏠 { $property }, room { $room }
    🗓 From { $start }, { $months ->
        [1] 1 month
       *[other] { $months } months
    }, due on day { $day }
    💳 First invoice { $total }

    The room is held for { $hours } hours until the first payment comes in.
application-approve-done = ✅ { $name } approved.
application-ask-reason = <b>Why can { $name } not be taken?</b> Choose, or type it. The applicant reads the reason.
application-reason-problem = Write the reason in words, 3 to 300 characters.
application-refusal-full = The room is taken
application-refusal-renovation = The room is being repaired
application-refusal-dates = The start date does not work
application-refusal-rules = It does not fit the house rules
application-rejected-done = The application of { $name } was declined, and the reason passed on.

# News
application-approved-owner = ⏳ Room { $room } at { $property } is held for <b>{ $name }</b> until { $until }. The first payment is announced here at once.
application-rejected-tenant = Sorry, this time { $owner } cannot take your application at { $property }.

    The reason: <i>{ $reason }</i>

    There are many other kos, let's look again.
application-withdrawn-owner = ↩️ { $name } withdrew the application at { $property }.
application-expired-tenant = ⌛ The owner of { $property } did not answer in time, so your application was closed. You may apply again, or look for another kos.
application-expired-owner = ⌛ The application of { $name } at { $property } was closed because it was not answered in time.
application-button-list = 📥 Applications
application-button-apply = 📝 Apply for a room
application-command-pengajuan = Applications to decide (owners)
