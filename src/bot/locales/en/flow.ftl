flow-progress = Step { $step } of { $total }
flow-skip = ⏭️ Skip
flow-back = ⬅️ Back
flow-cancel = ✖️ Cancel
flow-send-contact = 📱 Send my phone number
flow-contact-thanks = Got your number. 👍
flow-contact-later = All right, the number later.

# $what: the flow's name, e.g. rental application
flow-left = ✖️ { $what } cancelled. Nothing was saved. Type /menu for more.
flow-left-for-command = ✖️ { $what } cancelled so that this can go ahead.
flow-expired = { $what } was closed because it had been waiting for long. Start again any time.
flow-updated = The questions were just updated. Answers that still fit are kept.

flow-old-question = This question is already behind you.
flow-not-yours = This button is for somebody else.

# Why an answer cannot be used
flow-press-a-button = Please press one of the buttons below.
flow-need-text = Please answer with text.
flow-need-contact = Send your phone number with the button below, or type it.
flow-too-long = Too long: at most { $max } characters.
flow-too-short = Too short: at least { $min } characters.
flow-cannot-skip = This one needs an answer.

# Each flow's name, for the sentences above
flow-name-register = Registration
flow-name-apply = Rental application
flow-name-approve = Approval
flow-name-reject = Rejection
flow-command-batal = Cancel what is going on
flow-done = ✔️ Done
flow-send-location = 📍 Send location
flow-location-thanks = Location received. 👍
flow-location-later = All right, the location can wait.
flow-phone-problem = That number could not be read. Type an Indonesian mobile number, for example <i>0812 3456 7890</i> or <i>+62 812 3456 7890</i>, or press the 📱 button.
flow-phone-not-own = That is somebody else's contact. Send your own number with the 📱 button, or type it.
flow-phone-problem-other = That number could not be read. Type for example <i>0812 3456 7890</i> or <i>+62 812 3456 7890</i>.
flow-phone-own = That is your own number. Please send somebody else's.
flow-pick-a-day = Please choose one of the days.
flow-date-problem = That date could not be read. Type for example <i>5 December</i> or <i>5/12/2026</i>.
flow-need-amount = That amount could not be read. Type for example <i>850rb</i>, <i>1.2m</i>, or <i>Rp1.200.000</i>.
flow-amount-range = The amount has to be between { $min } and { $max }.
flow-need-location = Send the location with the button below, or with 📎 and then Location.
flow-need-photo = Send the photos here, one by one or together as an album.
flow-too-many-photos = That is { $max } photos, as many as there can be. Tap ✔️ Done to go on.
flow-too-few = That is not enough: at least { $min }, please.
flow-photos-so-far = 📷 { $count } photos so far (at most { $max }). Send more, or tap ✔️ Done.
