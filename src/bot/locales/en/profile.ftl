error-profile-unknown = Let's get to know each other first. Type /start and try again.
error-profile-no-phone = This needs a phone number. Try again and you will be asked for it.
error-profile-banned = This account is suspended, so this cannot be done now. /invoices and paying still work.
error-profile-invalid = The registration was incomplete or could not be read. Please try again.

profile-ask-name = First things first: <b>what is your name?</b>

    Your name lets you and the owner know who is talking. Only your name, Telegram account and language are kept: see /privacy. By going on you agree.
profile-use-telegram-name = Use my Telegram name: { $name }
profile-name-problem = A name needs { $min } to { $max } letters, without long numbers or links, and not only emoji. Please type it again, for example <i>Ahmad Fauzi</i>.
profile-ask-phone = <b>Your phone number?</b> Press the 📱 button below, or type it, for example <i>0812 3456 7890</i>.

    It is kept so that the owner can reach you once you rent; nobody sees it before. Details: /privacy.
profile-ask-email = <b>E-mail address?</b> You may skip this. If given, it is noted in your rental contract as a second way to reach you.
profile-email-problem = That e-mail address could not be read. It looks like <i>name@email.com</i>. You may skip it too.
profile-registered = ✅ Done, <b>{ $name }</b>. Your details are saved.
profile-registered-unverified = ✅ Done, <b>{ $name }</b>. Your details are saved. { $phone } is noted as not verified.

profile-privacy = <b>What KostIn keeps</b>

    • <b>Name, Telegram account, language</b>: so that tenant and owner know each other.
    • <b>Phone number and e-mail</b> (if given): for renting. The owner sees the number only after the first payment came in.
    • <b>Applications, contracts, invoices, payments</b>: the record of the rental, seen only by its tenant and its owner.
    • <b>Wishlist</b>: so that you hear of changes. Nobody else can see it.
    • <b>The last { $searches } searches</b> (a location that you send only to about 100 m): so that the buttons under search results keep working.

    You are never asked for a photo of your ID card. Nothing is sold or used for advertising.

profile-language-question = Pilih bahasa / Choose a language:
profile-language-id = 🇮🇩 Bahasa Indonesia
profile-language-en = 🇬🇧 English
profile-language-set = All right, English from now on.
profile-button-language = 🌐 Bahasa / Language
profile-command-bahasa = Change the language
profile-command-privasi = What is kept about me
