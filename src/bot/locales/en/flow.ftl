flow-progress = Step { $step } of { $total }
flow-skip = ⏭️ Skip
flow-back = ⬅️ Back
flow-cancel = ✖️ Cancel
flow-send-phone = 📱 Send my phone number
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
